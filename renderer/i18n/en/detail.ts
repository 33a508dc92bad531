export const detail = {
  title: 'Task',
};
