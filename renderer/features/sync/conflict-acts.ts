import type { Conflict } from '../../../server/contract/joining.ts';
import { t } from '../../i18n/index.ts';
import { fieldName } from './field-words.ts';

export type Decision = 'mine' | 'theirs' | 'both';

/** What can be decided, in words; absent where it means nothing. Dismissing is always possible. */
export interface Choices {
  readonly mine: string;
  readonly both?: string;
}

/** Of which fields both versions can be kept in one: theirs first, mine below it. */
const JOINABLE = new Set(['title', 'description']);

export function choicesOf({ kind, field }: Conflict): Choices {
  switch (kind) {
    case 'field':
      return {
        mine: t('sync:conflicts.swap'),
        ...(field && JOINABLE.has(field) ? { both: t('sync:conflicts.both') } : {}),
      };
    case 'deleted':
      return { mine: t('sync:conflicts.restore'), both: t('sync:conflicts.asNew') };
    case 'gone':
      return { mine: t('sync:conflicts.asNew') };
    case 'lost':
      return { mine: t('sync:conflicts.putBack'), both: t('sync:conflicts.asNew') };
  }
}

/** What happened, in a few words for the list. */
export const kindWords = ({ kind, field }: Conflict): string =>
  kind === 'field'
    ? t('sync:conflicts.kind.field', { field: fieldName(field ?? '') })
    : t(`sync:conflicts.kind.${kind}`);

/** What happened, in a sentence. */
export const kindSentence = ({ kind, field }: Conflict): string =>
  kind === 'field'
    ? t('sync:conflicts.say.field', { field: fieldName(field ?? '') })
    : t(`sync:conflicts.say.${kind}`);
