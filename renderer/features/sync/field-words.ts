import { PRIORITIES, STATUSES } from '../../../server/contract/tasks.ts';
import type { User } from '../../../server/contract/users.ts';
import { dueLabel, longDate, timeOfDay } from '../../i18n/dates.ts';
import { t } from '../../i18n/index.ts';
import { nameOf } from '../../ui/face.tsx';

const NAMED = [
  'title',
  'description',
  'status',
  'priority',
  'assigneeId',
  'dueDate',
  'dueAllDay',
  'remindAt',
  'rank',
] as const;
type Named = (typeof NAMED)[number];
const isNamed = (field: string): field is Named => (NAMED as readonly string[]).includes(field);

/** What a field of an edit is called. */
export function fieldName(field: string): string {
  if (field === 'due') return t('field.dueDate');
  if (field === 'deleted') return t('sync:deleted');
  if (field === 'source') return t('sync:source');
  if (field === 'completedAt') return t('sync:completedAt');
  return isNamed(field) ? t(`field.${field}`) : field;
}

/** The names of some fields in a row; a date and its kind are one. */
export const fieldNames = (fields: readonly string[]): string =>
  [...new Set(fields.filter((field) => field !== 'dueAllDay' && field !== 'rank').map(fieldName))].join(', ');

function due(value: unknown): string {
  const { dueDate, dueAllDay } = (value ?? {}) as { dueDate?: unknown; dueAllDay?: unknown };
  if (typeof dueDate !== 'string') return t('sync:conflicts.dueNone');
  return dueLabel({ dueDate, dueAllDay: dueAllDay === true }, new Date(), true);
}

/** The value of a field as a person reads it, whatever another version of the app has put there. */
export function valueWords(field: string, value: unknown, people: readonly User[]): string {
  if (field === 'due') return due(value);
  if (value === null || value === undefined || value === '')
    return field === 'assigneeId' ? t('nobody') : t('sync:conflicts.empty');
  if (typeof value !== 'string') return JSON.stringify(value);
  const status = STATUSES.find((one) => field === 'status' && one === value);
  if (status) return t(`status.${status}`);
  const priority = PRIORITIES.find((one) => field === 'priority' && one === value);
  if (priority) return t(`priority.${priority}`);
  if (field === 'assigneeId') {
    const person = people.find((one) => one.id === value);
    return person ? nameOf(person) : value;
  }
  if ((field === 'remindAt' || field === 'completedAt') && !Number.isNaN(Date.parse(value)))
    return `${longDate(new Date(value))} ${timeOfDay(new Date(value))}`;
  return value;
}

/** An edit as its fields, each with a name and words; date and kind of a date as one, places on a board left out. */
export function editLines(
  edit: unknown,
  people: readonly User[],
): readonly { readonly field: string; readonly name: string; readonly words: string }[] {
  if (typeof edit !== 'object' || edit === null) return [];
  const set = edit as Record<string, unknown>;
  return Object.keys(set)
    .filter(
      (field) =>
        field !== 'rank' &&
        field !== 'dueAllDay' &&
        field !== 'deleted' &&
        field !== 'id' &&
        field !== 'source',
    )
    .map((field) => ({
      field,
      name: fieldName(field),
      words: field === 'dueDate' ? due(set) : valueWords(field, set[field], people),
    }));
}
