import type { Texts } from '../texts.ts';
import type { detail as english } from '../en/detail.ts';

export const detail: Texts<typeof english> = {
  title: 'Aufgabe',
};
