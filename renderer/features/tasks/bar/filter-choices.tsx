import { Calendar, TextSearch } from 'lucide-react';
import { PRIORITIES, STATUSES } from '../../../../server/contract/tasks.ts';
import type { User } from '../../../../server/contract/users.ts';
import { t } from '../../../i18n/index.ts';
import { Face, nameOf } from '../../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { PickItem } from '../../../ui/pick-popover.tsx';
import type { FilterField, Filters } from '../view/filters.ts';

/** What can be chosen of a field, as `field:value`; `field:not` turns "is" into "is not". */
export type FilterChoice = `${FilterField}:${string}`;

const DUE_KINDS = ['overdue', 'today', 'week', 'none', 'before', 'after'] as const;

/** The choices of one field. */
export function choicesOf(field: FilterField, people: readonly User[]): readonly PickItem<FilterChoice>[] {
  switch (field) {
    case 'status':
      return STATUSES.map((status) => ({
        id: `status:${status}`,
        label: t(`status.${status}`),
        icon: <StatusRing status={status} />,
      }));
    case 'priority':
      return [...PRIORITIES].reverse().map((priority) => ({
        id: `priority:${priority}`,
        label: t(`priority.${priority}`),
        icon: <PriorityBars priority={priority} />,
      }));
    case 'assignee':
      return [
        ...people.map((person, index): PickItem<FilterChoice> => ({
          id: `assignee:${index === 0 ? 'me' : person.id}`,
          label: nameOf(person),
          icon: <Face person={person} silent />,
        })),
        { id: 'assignee:none', label: t('nobody'), icon: <Face person={null} silent /> },
      ];
    case 'creator':
      // Where there is one person, everything is theirs.
      if (people.length < 2) return [];
      return people.map((person, index): PickItem<FilterChoice> => ({
        id: `creator:${index === 0 ? 'me' : person.id}`,
        label: nameOf(person),
        icon: <Face person={person} silent />,
      }));
    case 'due':
      return DUE_KINDS.map((kind) => ({
        id: `due:${kind}`,
        label: t(`tasks:filter.due.${kind}`),
        icon: <Icon of={Calendar} />,
      }));
    case 'search':
      return [{ id: 'search:', label: t('tasks:search.label'), icon: <Icon of={TextSearch} /> }];
  }
}

/** Which choices of a field the filters have. */
export function chosenOf(filters: Filters, field: FilterField): FilterChoice[] {
  switch (field) {
    case 'status':
    case 'priority': {
      const choice = filters[field];
      if (!choice) return [];
      return [
        ...choice.values.map((value): FilterChoice => `${field}:${value}`),
        ...(choice.not ? [`${field}:not` as const] : []),
      ];
    }
    case 'assignee':
      return (filters.assignee ?? []).map((id): FilterChoice => `assignee:${id}`);
    case 'creator':
      return (filters.creator ?? []).map((id): FilterChoice => `creator:${id}`);
    case 'due':
      return filters.due ? [`due:${filters.due.kind}`] : [];
    case 'search':
      return [];
  }
}

function flipped<T extends string>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/**
 * The filters after a choice was pressed: values of status, priority and assignee come and go, a due date replaces another.
 * Null where the choice needs more words: a day, or the text to search.
 */
export function choose(filters: Filters, choice: FilterChoice): Filters | null {
  const [field, value] = [choice.slice(0, choice.indexOf(':')), choice.slice(choice.indexOf(':') + 1)];
  switch (field as FilterField) {
    case 'status': {
      const { not, values } = filters.status ?? { not: false, values: [] };
      if (value === 'not') return { ...filters, status: { not: !not, values } };
      const next = flipped(values, value as (typeof values)[number]);
      return { ...filters, status: next.length > 0 ? { not, values: next } : undefined };
    }
    case 'priority': {
      const { not, values } = filters.priority ?? { not: false, values: [] };
      if (value === 'not') return { ...filters, priority: { not: !not, values } };
      const next = flipped(values, value as (typeof values)[number]);
      return { ...filters, priority: next.length > 0 ? { not, values: next } : undefined };
    }
    case 'assignee': {
      const next = flipped(filters.assignee ?? [], value);
      return { ...filters, assignee: next.length > 0 ? next : undefined };
    }
    case 'creator': {
      const next = flipped(filters.creator ?? [], value);
      return { ...filters, creator: next.length > 0 ? next : undefined };
    }
    case 'due':
      if (value === 'before' || value === 'after') return null;
      return { ...filters, due: { kind: value as 'overdue' | 'today' | 'week' | 'none' } };
    case 'search':
      return null;
  }
}
