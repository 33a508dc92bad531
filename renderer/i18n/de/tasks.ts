import type { Texts } from '../texts.ts';
import type { tasks as english } from '../en/tasks.ts';

export const tasks: Texts<typeof english> = {
  title: 'Aufgaben',
};
