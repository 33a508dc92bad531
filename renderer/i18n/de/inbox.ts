import type { Texts } from '../texts.ts';
import type { inbox as english } from '../en/inbox.ts';

export const inbox: Texts<typeof english> = {
  title: 'Eingang',
};
