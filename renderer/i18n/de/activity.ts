import type { Texts } from '../texts.ts';
import type { activity as english } from '../en/activity.ts';

export const activity: Texts<typeof english> = {
  title: 'Aktivität',
};
