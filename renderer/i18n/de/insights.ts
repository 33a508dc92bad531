import type { Texts } from '../texts.ts';
import type { insights as english } from '../en/insights.ts';

export const insights: Texts<typeof english> = {
  title: 'Auswertung',
};
