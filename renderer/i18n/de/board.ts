import type { Texts } from '../texts.ts';
import type { board as english } from '../en/board.ts';

export const board: Texts<typeof english> = {
  title: 'Board',
};
