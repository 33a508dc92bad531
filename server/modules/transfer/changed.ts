import { EDITABLE_FIELDS, type ImportFormat, type TaskRecord } from '../../contract/tasks.ts';

/** Ordinals of one export: TickTick numbers its rows anew each time. */
const ORDINALS = /"(taskId|parentId)":"[^"]*",?/g;

const rowOf = ({ source }: TaskRecord, format: ImportFormat): string =>
  format === 'ticktick' ? (source?.raw ?? '').replace(ORDINALS, '') : (source?.raw ?? '');

/** What an import never takes from a file once the task is here. */
const KEPT = new Set<string>(['assigneeId', 'rank']);

/**
 * Whether a file says something else about a task than when it was imported: another row, or the same one under another
 * mapping. Todoist's words ("tomorrow") mean another day each time, so that there only the row counts.
 */
export function isChanged(before: TaskRecord, after: TaskRecord, format: ImportFormat): boolean {
  if (rowOf(before, format) !== rowOf(after, format)) return true;
  if (format !== 'csv' && format !== 'trello') return false;
  return (
    EDITABLE_FIELDS.some((field) => !KEPT.has(field) && before[field] !== after[field]) ||
    before.source?.list !== after.source?.list ||
    before.source?.tags.join('\n') !== after.source?.tags.join('\n')
  );
}
