import type { Texts } from '../texts.ts';
import type { transfer as english } from '../en/transfer.ts';

export const transfer: Texts<typeof english> = {
  title: 'Import und Export',
};
