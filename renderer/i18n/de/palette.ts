import type { Texts } from '../texts.ts';
import type { palette as english } from '../en/palette.ts';

export const palette: Texts<typeof english> = {
  title: 'Befehle',
};
