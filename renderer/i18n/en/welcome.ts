export const welcome = {
  title: 'Where do you want to start?',
};
