import type { Texts } from '../texts.ts';
import type { welcome as english } from '../en/welcome.ts';

export const welcome: Texts<typeof english> = {
  title: 'Womit möchtest du anfangen?',
};
