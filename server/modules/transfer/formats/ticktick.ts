import type { Priority, Status } from '../../../contract/tasks.ts';
import { wallClockOf } from '../../tasks/index.ts';
import { Columns, readCsv } from '../csv.ts';
import { readDate } from '../date-cell.ts';
import { EMPTY_DRAFT, broken, type Draft, type Parsed } from '../draft.ts';
import { createPace } from '../pace.ts';
import type { Row } from '../rows.ts';
import { Tally } from '../tally.ts';
import { isZone, type When } from '../when.ts';
import { lookUp, tagsOf } from '../words.ts';

const STATUSES: Readonly<Record<string, Status>> = {
  '': 'todo',
  '0': 'todo',
  '1': 'done',
  '2': 'done',
  '-1': 'cancelled',
};
const PRIORITIES: Readonly<Record<string, Priority>> = {
  '': 'medium',
  '0': 'medium',
  '1': 'low',
  '3': 'medium',
  '5': 'high',
};

const CHECK = /^\s*(?:[▫☐□]|\[ ?\])\s*/u;
const CHECKED = /^\s*(?:[▪☑☒■]|\[x\])\s*/iu;

/** Items of a checklist as Markdown. */
const checklist = (content: string): string =>
  content
    .split('\n')
    .map((line) => (CHECK.test(line) ? line.replace(CHECK, '- [ ] ') : line.replace(CHECKED, '- [x] ')))
    .join('\n');

/** "TRIGGER:-PT30M", "P0DT9H0M0S": milliseconds from the due time; null when it is no such duration (RFC 5545, 3.3.6). */
function offsetOf(reminder: string): number | null {
  const parts = /^(?:TRIGGER:)?([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    reminder.trim(),
  );
  if (!parts) return null;
  const [, sign, w = '0', d = '0', h = '0', m = '0', s = '0'] = parts;
  const seconds = (((Number(w) * 7 + Number(d)) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s);
  return (sign === '-' ? -1 : 1) * seconds * 1000;
}

function mostFrequent(values: Iterable<string>): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/**
 * TickTick's backup CSV. Lines of its own stand before the header; columns come and go between its versions. Its taskId is
 * a number of the export, so the identity of a task is its created time, title and list.
 */
export async function parseTickTick(content: string, userTz: string): Promise<Parsed> {
  const rows = await readCsv(content);
  const head = rows.findIndex(({ cells }) => {
    const names = cells.map((cell) => cell.trim().toLowerCase());
    return names.includes('title') && (names.includes('list name') || names.includes('folder name'));
  });
  const header = rows[head];
  if (!header) throw broken({ code: 'NOT_TICKTICK' });
  const columns = new Columns(header.cells);
  const body = rows.slice(head + 1);
  const pace = createPace();
  const zones: string[] = [];
  for (const row of body) {
    await pace();
    if (isZone(columns.cell(row, 'Timezone'))) zones.push(columns.cell(row, 'Timezone'));
  }
  const zone = mostFrequent(zones) ?? userTz;
  const tally = new Tally();
  const drafts: Draft[] = [];
  for (const row of body) {
    await pace();
    const draft = draftOf(row, columns, zone, tally);
    if (draft) drafts.push(draft);
  }
  return { drafts, warnings: tally.warnings };
}

function draftOf(row: Row, columns: Columns, zone: string, tally: Tally): Draft | null {
  const { line } = row;
  const cell = (name: string): string => columns.cell(row, name);
  const content = columns.text(row, 'Content');
  if (cell('Title') === '' && content.trim() === '') {
    tally.add({ line, code: 'EMPTY_ROW' });
    return null;
  }
  const tz = isZone(cell('Timezone')) ? cell('Timezone') : zone;
  const isAllDay = /^(true|1|y|yes)$/i.test(cell('Is All Day'));
  const date = (name: string): When | null => readDate(cell(name), { tz }, { line, field: name, tally });
  const start = date('Start Date');
  const dueCell = date('Due Date');
  const due = dueCell ?? start;
  if (start && !dueCell) tally.count('Start Date', line, 'START_AS_DUE');
  else if (start && dueCell && start.iso !== dueCell.iso) tally.count('Start Date', line, 'START_BEFORE_DUE');
  const status = lookUp(STATUSES, cell('Status'));
  if (!status)
    tally.add({
      line,
      field: 'Status',
      code: 'STATUS_UNKNOWN',
      params: { text: cell('Status').slice(0, 60) },
    });
  const priority = lookUp(PRIORITIES, cell('Priority'));
  if (!priority)
    tally.add({
      line,
      field: 'Priority',
      code: 'PRIORITY_UNKNOWN',
      params: { text: cell('Priority').slice(0, 60) },
    });
  const place = placeOf(due, isAllDay, tz);
  warnOfTheRest(cell, line, tally);
  return {
    ...EMPTY_DRAFT,
    line,
    title: cell('Title'),
    description: (/^(y|true)/i.test(cell('Is Check list')) ? checklist(content) : content) || null,
    status: status ?? 'todo',
    priority: priority ?? 'medium',
    ...place,
    remindAt: reminderOf(cell('Reminder'), due, line, tally),
    createdAt: date('Created Time')?.iso ?? null,
    completedAt: status === 'done' ? (date('Completed Time')?.iso ?? null) : null,
    list: [cell('Folder Name'), cell('List Name')].filter((name) => name !== '').join(' / ') || null,
    tags: tagsOf(cell('Tags')),
    localId: cell('taskId') || null,
    parentId: cell('parentId') || null,
    raw: columns.raw(row),
  };
}

/** The due date; of a whole day the calendar day that the instant is in the task's own zone. */
function placeOf(due: When | null, isAllDay: boolean, tz: string): Pick<Draft, 'dueDate' | 'dueAllDay'> {
  if (!due) return { dueDate: null, dueAllDay: false };
  if (due.isDay) return { dueDate: due.iso, dueAllDay: true };
  if (!isAllDay) return { dueDate: due.iso, dueAllDay: false };
  const day = new Date(wallClockOf(Date.parse(due.iso), tz)).toISOString().slice(0, 10);
  return { dueDate: `${day}T00:00:00.000Z`, dueAllDay: true };
}

function reminderOf(text: string, due: When | null, line: number, tally: Tally): string | null {
  if (text === '') return null;
  const [first = '', ...others] = text.split(/[,\n]/).map((part) => part.trim());
  const offset = offsetOf(first);
  if (offset === null || !due) {
    tally.count('Reminder', line, 'REMINDERS_UNPLACED');
    return null;
  }
  if (others.length > 0) tally.count('Reminder', line, 'REMINDERS_MORE');
  return offset === 0 ? null : new Date(Date.parse(due.iso) + offset).toISOString();
}

function warnOfTheRest(cell: (name: string) => string, line: number, tally: Tally): void {
  if (cell('Repeat') !== '') tally.count('Repeat', line, 'REPEATS');
  if (cell('Tags') !== '') tally.count('Tags', line, 'TAGS');
  if (cell('List Name') !== '') tally.count('List Name', line, 'LISTS');
  if (cell('parentId') !== '') tally.count('parentId', line, 'SUBTASKS');
  if (cell('Column Name') !== '') tally.count('Column Name', line, 'BOARD_COLUMNS');
  if (/^note$/i.test(cell('Kind'))) tally.count('Kind', line, 'NOTES_AS_TASKS');
  if (cell('Completed Time') !== '' && /^0?$/.test(cell('Status')))
    tally.count('Completed Time', line, 'COMPLETED_ONCE');
}
