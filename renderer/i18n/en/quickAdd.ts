export const quickAdd = {
  title: 'New task',
};
