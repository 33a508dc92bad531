import type { TFunction } from 'i18next';
import type { ImportAnswer } from '../../../server/contract/transfer.ts';

/** "12 new tasks, 3 already here": what an import did or would do. */
export function summaryOf(answer: ImportAnswer, t: TFunction<'transfer'>): string {
  const parts = [
    answer.created > 0 && t('summary.created', { count: answer.created }),
    answer.updated > 0 && t('summary.updated', { count: answer.updated }),
    answer.skipped > 0 && t('summary.skipped', { count: answer.skipped }),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : t('nothing');
}
