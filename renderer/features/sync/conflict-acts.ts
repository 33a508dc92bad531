import type { Conflict } from '../../../server/contract/queue.ts';
import { momentLabel } from '../../i18n/dates.ts';
import { t } from '../../i18n/index.ts';
import { nameOf } from '../../ui/face.tsx';
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

/** What happened, in a few words for the list. `me`: the id of whoever looks. */
export function kindWords({ kind, field, author }: Conflict, me: string | undefined): string {
  if (kind !== 'field') return t(`sync:conflicts.kind.${kind}`);
  const name = author && author.id !== me && nameOf(author);
  return name
    ? t('sync:conflicts.kind.fieldBy', { field: fieldName(field ?? ''), name })
    : t('sync:conflicts.kind.field', { field: fieldName(field ?? '') });
}

/** Who wrote the team's value, and when; null where the team has not said it. */
export function authorWords({ kind, author, theirsAt }: Conflict, me: string | undefined): string | null {
  if (theirsAt === undefined) return null;
  const when = momentLabel(theirsAt);
  const did = kind === 'deleted' ? 'deleted' : 'wrote';
  if (!author) return t(`sync:conflicts.${did}.somebody`, { when });
  if (author.id === me) return t(`sync:conflicts.${did}.me`, { when });
  return t(`sync:conflicts.${did}.name`, { name: nameOf(author), when });
}

/** What happened, in a sentence. */
export const kindSentence = ({ kind, field }: Conflict): string =>
  kind === 'field'
    ? t('sync:conflicts.say.field', { field: fieldName(field ?? '') })
    : t(`sync:conflicts.say.${kind}`);
