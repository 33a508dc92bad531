import type { Mapping } from '../../contract/transfer.ts';
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
import { unguard } from './formula.ts';
import { createPace } from './pace.ts';
import { Columns, fold, guessDelimiter, isBlank, readRows, type Row } from './table.ts';
import { cleanText } from './text.ts';
import { dayOrderOf, readWhen, type DayOrder } from './when.ts';
import { priorityOf, statusOf } from './words.ts';

type Field = keyof NonNullable<Mapping['columns']>;

/** Headers a field goes by, in English and German; the first that is there wins. */
const HEADERS: Record<Field, readonly string[]> = {
  title: [
    'title',
    'task',
    'task name',
    'name',
    'summary',
    'subject',
    'content',
    'todo',
    'titel',
    'aufgabe',
    'aufgabenname',
    'betreff',
    'bezeichnung',
  ],
  description: [
    'description',
    'notes',
    'note',
    'details',
    'body',
    'comment',
    'text',
    'beschreibung',
    'notizen',
    'notiz',
    'bemerkung',
    'kommentar',
  ],
  status: ['status', 'state', 'progress', 'stage', 'completed', 'done', 'zustand', 'fortschritt', 'erledigt'],
  priority: ['priority', 'importance', 'priorität', 'prio', 'wichtigkeit', 'dringlichkeit'],
  assigneeId: ['assigneeId'],
  dueDate: [
    'dueDate',
    'due',
    'deadline',
    'due on',
    'end date',
    'date',
    'fällig',
    'fällig am',
    'fälligkeit',
    'fälligkeitsdatum',
    'frist',
    'termin',
    'datum',
  ],
  dueAllDay: ['dueAllDay', 'all day', 'is all day', 'ganztägig'],
  remindAt: ['remindAt', 'reminder', 'erinnerung', 'erinnern'],
  rank: ['rank'],
  createdAt: [
    'createdAt',
    'created',
    'created time',
    'creation date',
    'date added',
    'erstellt',
    'erstellt am',
    'angelegt',
  ],
  completedAt: [
    'completedAt',
    'completed at',
    'completed on',
    'completed time',
    'completion date',
    'erledigt am',
    'abgeschlossen am',
  ],
  list: [
    'list',
    'list name',
    'project',
    'section',
    'category',
    'folder',
    'liste',
    'projekt',
    'kategorie',
    'bereich',
  ],
  tags: ['tags', 'labels', 'label', 'etiketten', 'schlagwörter', 'stichwörter'],
};
const FIELDS = Object.keys(HEADERS) as Field[];
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Which column holds what, as far as the headers say. */
export function guessColumns(headers: readonly string[]): NonNullable<Mapping['columns']> {
  const free = new Map(headers.map((header) => [fold(header), header] as const).toReversed());
  const guessed: NonNullable<Mapping['columns']> = {};
  for (const field of FIELDS) {
    const name = HEADERS[field].map(fold).find((word) => free.has(word));
    if (name === undefined) continue;
    guessed[field] = free.get(name) ?? name;
    free.delete(name);
  }
  return guessed;
}

/** Any table with a header; ours too. What the mapping says stands before what the headers suggest. */
export async function parseCsv(content: string, { mapping, tz }: ParseOptions): Promise<Parsed> {
  const warnings = new Warnings();
  const text = cleanText(content, warnings);
  const hint = /^sep=(.)\r?\n/i.exec(text);
  const body = hint ? text.slice(hint[0].length) : text;
  const rows: Row[] = [];
  const pace = createPace();
  for (const row of readRows(body, hint?.[1] ?? guessDelimiter(body))) {
    await pace();
    if (!isBlank(row)) rows.push(hint ? { ...row, line: row.line + 1 } : row);
  }
  const [header, ...data] = rows;
  if (!header) throw importError('The file is empty.');
  const headers = header.cells.map((cell) => cell.trim());
  const columns = new Columns(headers);
  for (const name of Object.values(mapping.columns ?? {}))
    if (name !== '' && !columns.has(name))
      throw importError(`There is no column “${name}”. Choose one that is in the file.`, header.line);
  // An empty name in the mapping says that a guess was wrong and no column holds the field.
  const chosen = { ...guessColumns(headers), ...mapping.columns };
  const used = Object.fromEntries(Object.entries(chosen).filter(([, name]) => name !== '')) as NonNullable<
    Mapping['columns']
  >;
  const offered = headers.filter(Boolean);
  const names = used.title;
  if (names === undefined) {
    // A preview must be able to ask which column it is.
    warnings.summary('No column looks like a title. Say which one it is.', 'title');
    return { drafts: [], warnings, headers: offered, statuses: [], mapping: { columns: used } };
  }
  if (data.length === 0) throw importError('There is no row below the headers.', header.line);
  const reading = {
    columns,
    used,
    mapping,
    tz,
    warnings,
    order: orderOf(data, columns, used, warnings),
    keys: new Keys('csv'),
    words: new Map<string, Status>(),
    priorities: new Map<string, Priority>(),
  };
  const drafts: Draft[] = [];
  for (const row of data) {
    await pace();
    if (
      row.cells.length > headers.length &&
      row.cells.slice(headers.length).some((cell) => cell.trim() !== '')
    )
      warnings.add('This row has more cells than the header; what is beyond is kept with the task.', {
        line: row.line,
      });
    if (unguard(columns.get(row, names)).trim() === '')
      warnings.add('This row has no title; it was passed over.', { line: row.line, field: 'title' });
    else drafts.push(draftOf(row, reading));
  }
  for (const field of ['list', 'tags'] as const) {
    const count = drafts.filter((draft) => draft[field]?.length).length;
    if (count > 0)
      warnings.summary(
        `${counted(count, 'task', 'tasks')} with ${field}: TaskFlow has none yet, it is kept with each task.`,
        field,
      );
  }
  return {
    drafts,
    warnings,
    headers: offered,
    statuses: [...reading.words.keys()],
    mapping: {
      columns: used,
      statuses: Object.fromEntries(reading.words),
      priorities: Object.fromEntries(reading.priorities),
    },
  };
}

interface Reading {
  readonly columns: Columns;
  readonly used: NonNullable<Mapping['columns']>;
  readonly mapping: Mapping;
  readonly tz: string;
  readonly warnings: Warnings;
  readonly order: DayOrder;
  readonly keys: Keys;
  /** The file's words met so far, with what they stand for. */
  readonly words: Map<string, Status>;
  readonly priorities: Map<string, Priority>;
}

function orderOf(
  rows: readonly Row[],
  columns: Columns,
  used: Reading['used'],
  warnings: Warnings,
): DayOrder {
  const names = [used.dueDate, used.createdAt, used.completedAt, used.remindAt].filter(
    (name) => name !== undefined,
  );
  const values = rows.flatMap((row) => names.map((name) => columns.get(row, name)));
  const known = dayOrderOf(values);
  if (!known && values.some((value) => /^\d{1,2}\/\d{1,2}\/\d{2,4}/.test(value)))
    warnings.summary(
      'Dates like 3/4/2026 were read with the month first; nothing in the file says otherwise.',
      'dueDate',
    );
  return known ?? 'month-first';
}

function draftOf(
  row: Row,
  { columns, used, mapping, tz, warnings, order, keys, words, priorities }: Reading,
): Draft {
  const { line } = row;
  const get = (field: Field): string => {
    const name = used[field];
    return name === undefined ? '' : unguard(columns.get(row, name));
  };
  const time = (field: Field) => {
    const cell = get(field).trim();
    const when = readWhen(cell, tz, order);
    if (cell !== '' && !when)
      warnings.add(`“${cell.slice(0, 60)}” is no date that TaskFlow can read; it is kept with the task.`, {
        line,
        field,
      });
    return when;
  };
  const word = <T>(
    field: 'status' | 'priority',
    map: Map<string, T>,
    given: Readonly<Record<string, T>> | undefined,
    guess: (word: string) => T | null,
    otherwise: T,
  ): T => {
    const cell = get(field).trim();
    if (cell === '') return otherwise;
    const meant = (given && Object.hasOwn(given, cell) ? given[cell] : undefined) ?? guess(cell);
    if (!meant) warnings.add(`“${cell.slice(0, 60)}” is no ${field} known here.`, { line, field });
    if (map.size < MOST_WORDS && cell.length <= 512) map.set(cell, meant ?? otherwise);
    return meant ?? otherwise;
  };
  const completedAt = time('completedAt')?.at ?? null;
  const status = word(
    'status',
    words,
    mapping.statuses,
    statusOf,
    used.status === undefined && completedAt ? 'done' : 'todo',
  );
  const due = time('dueDate');
  const saysAllDay = get('dueAllDay').trim();
  const allDay = due !== null && (due.allDay || /^(true|yes|y|1|ja|x)$/i.test(saysAllDay));
  const title = get('title').trim();
  const list = get('list').trim() || null;
  const createdAt = time('createdAt')?.at ?? null;
  const assigneeId = get('assigneeId').trim();
  const rank = get('rank').trim();
  const id = columns.get(row, 'id').trim();
  return {
    ...EMPTY_DRAFT,
    line,
    ...(ID.test(id) && { id: id.toLowerCase() }),
    title,
    description: get('description') || null,
    status,
    priority: word('priority', priorities, mapping.priorities, priorityOf, 'medium'),
    dueDate: due === null ? null : allDay ? `${due.at.slice(0, 10)}T00:00:00.000Z` : due.at,
    dueAllDay: allDay,
    remindAt: time('remindAt')?.at ?? null,
    rank: /^[A-Za-z0-9]{1,64}$/.test(rank) ? rank : null,
    assigneeId: ID.test(assigneeId) ? assigneeId.toLowerCase() : null,
    createdAt,
    completedAt: status === 'done' ? completedAt : null,
    key: keys.of(id === '' ? [createdAt, title, list] : ['id', id]),
    list,
    tags: get('tags')
      .split(/[,;|]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
    raw: columns.raw(row),
  };
}

const MOST_WORDS = 200;
