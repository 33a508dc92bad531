import type { Priority, Status } from '../../contract/tasks.ts';
import {
  EMPTY_DRAFT,
  Keys,
  Warnings,
  counted,
  importError,
  type Draft,
  type ParseOptions,
  type Parsed,
} from './draft.ts';
import { createPace } from './pace.ts';
import { Columns, fold, guessDelimiter, isBlank, readRows, type Row } from './table.ts';
import { cleanText } from './text.ts';
import { dayIn, dayOrderOf, isTimeZone, readWhen, type DayOrder } from './when.ts';

const STATUSES: Readonly<Record<string, Status>> = {
  '-1': 'cancelled',
  '0': 'todo',
  '1': 'done',
  '2': 'done',
};
const PRIORITIES: Readonly<Record<string, Priority>> = {
  '0': 'medium',
  '1': 'low',
  '3': 'medium',
  '5': 'high',
};
const MOST_PREAMBLE_ROWS = 50;

/** What TickTick knows and the model has no place for yet: the column, and how a row with it is counted. */
const HOMELESS: readonly {
  column: string;
  is: (cell: string, row: Row, columns: Columns) => boolean;
  say: string;
}[] = [
  {
    column: 'Repeat',
    is: (cell) => cell !== '',
    say: 'with a repeat rule: TaskFlow does not repeat tasks yet',
  },
  {
    column: 'Reminder',
    is: (cell) => cell !== '',
    say: 'with reminders before the due time: TaskFlow reminds at the due time',
  },
  {
    column: 'parentId',
    is: (cell) => cell !== '' && cell !== '0',
    say: 'that are subtasks: they stand beside their parents',
  },
  { column: 'Tags', is: (cell) => cell !== '', say: 'with tags: TaskFlow has no tags yet' },
  { column: 'List Name', is: (cell) => cell !== '', say: 'in lists: TaskFlow has no lists yet' },
  {
    column: 'Column Name',
    is: (cell) => cell !== '',
    say: 'in columns of a board: TaskFlow’s columns are its statuses',
  },
  {
    column: 'Is Check list',
    is: (cell) => /^(y|yes|true|1)$/i.test(cell),
    say: 'that are checklists: their items stand in the description as TickTick wrote them',
  },
  {
    column: 'Start Date',
    is: (cell, row, columns) => cell !== '' && cell !== columns.get(row, 'Due Date'),
    say: 'with a start that differs from the due date: TaskFlow knows only when a task is due',
  },
];

/** TickTick's backup, versions with fewer and with more columns, with or without the lines above its header. */
export async function parseTickTick(content: string, { tz }: ParseOptions): Promise<Parsed> {
  const warnings = new Warnings();
  const text = cleanText(content, warnings);
  const { rows, columns } = await readTable(text);
  const zone = mostFrequentZone(rows, columns) ?? tz;
  const order = dayOrderOf(
    rows.flatMap((row) => [columns.get(row, 'Due Date'), columns.get(row, 'Created Time')]),
  );
  const keys = new Keys('ticktick');
  const pace = createPace();
  const read: { row: Row; draft: Draft }[] = [];
  for (const row of rows) {
    await pace();
    if (columns.get(row, 'Title', 'Content').trim() === '') {
      warnings.add('This row has no title and no text; it was passed over.', { line: row.line });
      continue;
    }
    read.push({ row, draft: draftOf(row, columns, { zone, order: order ?? 'month-first', keys, warnings }) });
  }
  if (read.length === 0) throw importError('There is no task in this file.');
  const used = read.map(({ row }) => row);
  for (const { column, is, say } of HOMELESS) {
    const count = used.filter((row) => is(columns.get(row, column).trim(), row, columns)).length;
    if (count > 0)
      warnings.summary(`${counted(count, 'task', 'tasks')} ${say}. It is kept with each task.`, column);
  }
  return { drafts: withParents(read, columns), warnings };
}

async function readTable(text: string): Promise<{ rows: Row[]; columns: Columns }> {
  const pace = createPace();
  let columns: Columns | null = null;
  const rows: Row[] = [];
  let preamble = 0;
  const delimiter = guessDelimiter(text.slice(Math.max(0, text.search(/^"?(Folder Name|List Name|Title)/m))));
  for (const row of readRows(text, delimiter)) {
    await pace();
    if (columns) {
      if (!isBlank(row)) rows.push(row);
    } else if (isHeader(row)) columns = new Columns(row.cells);
    else if (++preamble > MOST_PREAMBLE_ROWS) break;
  }
  if (!columns)
    throw importError(
      'No row with TickTick’s headers (Title, Status, Due Date) is here. Choose the backup file.',
      1,
    );
  return { rows, columns };
}

function isHeader(row: Row): boolean {
  const cells = new Set(row.cells.map(fold));
  return cells.has('title') && (cells.has('status') || cells.has('duedate') || cells.has('listname'));
}

function mostFrequentZone(rows: readonly Row[], columns: Columns): string | null {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const zone = columns.get(row, 'Timezone');
    if (isTimeZone(zone)) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

interface Reading {
  readonly zone: string;
  readonly order: DayOrder;
  readonly keys: Keys;
  readonly warnings: Warnings;
}

function draftOf(row: Row, columns: Columns, { zone, order, keys, warnings }: Reading): Draft {
  const { line } = row;
  const get = (name: string): string => columns.get(row, name);
  const ownZone = get('Timezone');
  const tz = isTimeZone(ownZone) ? ownZone : zone;
  const time = (field: string) => {
    const cell = get(field).trim();
    const when = readWhen(cell, tz, order);
    if (cell !== '' && !when)
      warnings.add(`“${cell.slice(0, 60)}” is no date that TaskFlow can read; it is kept with the task.`, {
        line,
        field,
      });
    return when;
  };
  const pick = <T>(field: string, values: Readonly<Record<string, T>>, otherwise: T): T => {
    const cell = get(field).trim();
    const value = values[cell.replace(/\.0+$/, '')];
    if (cell !== '' && value === undefined)
      warnings.add(`“${cell.slice(0, 60)}” is unknown here.`, { line, field });
    return value ?? otherwise;
  };
  const status = pick('Status', STATUSES, 'todo');
  const due = time('Due Date') ?? time('Start Date');
  const allDay = due !== null && (due.allDay || /^(true|y|yes|1)$/i.test(get('Is All Day').trim()));
  const description = get('Content').replace(/\r\n?/g, '\n');
  const created = time('Created Time')?.at ?? null;
  const list = [get('Folder Name').trim(), get('List Name').trim()].filter(Boolean).join(' / ') || null;
  const title = get('Title').trim() || (description.trim().split('\n')[0] ?? '');
  return {
    ...EMPTY_DRAFT,
    line,
    title,
    description: description === '' ? null : description,
    status,
    priority: pick('Priority', PRIORITIES, 'medium'),
    // An all-day date was written as midnight in the zone, so in UTC it may be the evening before.
    dueDate: due === null ? null : allDay && !due.allDay ? dayIn(due.at, tz) : due.at,
    dueAllDay: allDay,
    createdAt: created,
    completedAt: status === 'done' ? (time('Completed Time')?.at ?? null) : null,
    // taskId is an ordinal of one export, the list's name is not.
    key: keys.of([created, title, list]),
    list,
    tags: get('Tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    raw: columns.raw(row),
  };
}

/** parentId names a taskId of the same file: put the parent's key in its place. */
function withParents(read: readonly { row: Row; draft: Draft }[], columns: Columns): Draft[] {
  const keyOf = new Map(read.map(({ row, draft }) => [columns.get(row, 'taskId'), draft.key]));
  keyOf.delete('');
  return read.map(({ row, draft }) => ({
    ...draft,
    parentKey: keyOf.get(columns.get(row, 'parentId')) ?? null,
  }));
}
