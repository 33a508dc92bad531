import type { User } from '../../../../server/contract/users.ts';
import { shortDate } from '../../../i18n/dates.ts';
import { t } from '../../../i18n/index.ts';
import { nameOf } from '../../../ui/face.tsx';
import type { FilterField, Filters } from '../view/filters.ts';

/** A filter as it reads: what, how, which. `is` may be empty ("Due overdue"). */
export interface FilterWords {
  readonly field: string;
  readonly is: string;
  readonly value: string;
}

/** What a person id in a filter is called. */
export function whoIs(id: string, people: readonly User[]): string {
  if (id === 'none') return t('nobody');
  const person = people.find((one) => one.id === id);
  if (id === 'me') return t('you');
  return person ? nameOf(person) : t('somebody');
}

/** The words of a filter that is set; null for one that is not. */
export function wordsOf(filters: Filters, field: FilterField, people: readonly User[]): FilterWords | null {
  const words = (is: string, value: string): FilterWords => ({
    field: t(`tasks:filter.field.${field}`),
    is,
    value,
  });
  switch (field) {
    case 'status': {
      const { status } = filters;
      if (!status) return null;
      const values = status.values.map((one) => t(`status.${one}`)).join(', ');
      return words(t(status.not ? 'tasks:filter.isNot' : 'tasks:filter.is'), values);
    }
    case 'priority': {
      const { priority } = filters;
      if (!priority) return null;
      const values = priority.values.map((one) => t(`priority.${one}`)).join(', ');
      return words(t(priority.not ? 'tasks:filter.isNot' : 'tasks:filter.is'), values);
    }
    case 'assignee':
      return filters.assignee
        ? words(t('tasks:filter.is'), filters.assignee.map((id) => whoIs(id, people)).join(', '))
        : null;
    case 'creator':
      return filters.creator ? words('', filters.creator.map((id) => whoIs(id, people)).join(', ')) : null;
    case 'due': {
      const { due } = filters;
      if (!due) return null;
      if (due.kind === 'before' || due.kind === 'after')
        return words(t(`tasks:filter.${due.kind}`), shortDate(new Date(`${due.day}T00:00`)));
      return words('', t(`tasks:filter.due.${due.kind}`));
    }
    case 'search':
      return filters.search?.trim()
        ? words(t('tasks:filter.has'), t('tasks:filter.quoted', { text: filters.search.trim() }))
        : null;
  }
}
