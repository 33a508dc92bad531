import type { Texts } from '../texts.ts';
import type { quickAdd as english } from '../en/quickAdd.ts';

export const quickAdd: Texts<typeof english> = {
  title: 'Neue Aufgabe',
};
