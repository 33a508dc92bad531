import { STATUSES, PRIORITIES, type Priority, type Status } from '../../../contract/tasks.ts';
import type { Mapping } from '../../../contract/transfer.ts';
import { Columns, readCsv, unguardCell } from '../csv.ts';
import { readDate } from '../date-cell.ts';
import { EMPTY_DRAFT, broken, type Draft, type Parsed } from '../draft.ts';
import { createPace } from '../pace.ts';
import type { Row } from '../rows.ts';
import { Tally } from '../tally.ts';
import { slashOrder, type When } from '../when.ts';
import { lookUp, priorityOf, statusOf, tagsOf } from '../words.ts';

type Field = keyof NonNullable<Mapping['columns']>;

/** What headers say in English and German, most telling first. */
const NAMES: Readonly<Record<Field | 'id' | 'updatedAt' | 'deletedAt', RegExp>> = {
  title: /^(title|task( ?name)?|name|subject|summary|content|todo|to-do|titel|aufgabe|betreff)$/i,
  description: /^(description|details?|notes?|body|comments?|text|beschreibung|notizen?|bemerkung)$/i,
  status: /^(status|state|column|done|completed|stage|zustand|erledigt|spalte)$/i,
  priority: /^(priority|prio|importance|urgency|priorität|wichtigkeit|dringlichkeit)$/i,
  assigneeId: /^(assigneeId)$/i,
  dueDate: /^(due ?(date|at|on)?|deadline|end ?date|fällig( am)?|fälligkeit(sdatum)?|termin|frist)$/i,
  dueAllDay: /^(dueAllDay|all ?day|ganztägig)$/i,
  remindAt: /^(remindAt|reminder|erinnerung)$/i,
  rank: /^rank$/i,
  createdAt: /^(created ?(at|on|date|time)?|date created|angelegt( am)?|erstellt( am)?)$/i,
  completedAt: /^(completed ?(at|on|date|time)|done at|erledigt am|abgeschlossen am)$/i,
  list: /^(list( ?name)?|project|folder|category|board|section|liste|projekt|ordner|kategorie)$/i,
  tags: /^(tags?|labels?|schlagw(o|ö)rter|etiketten)$/i,
  id: /^id$/i,
  updatedAt: /^updated ?at$/i,
  deletedAt: /^deleted ?at$/i,
};
const MAPPED = [
  'title',
  'description',
  'status',
  'priority',
  'assigneeId',
  'dueDate',
  'dueAllDay',
  'remindAt',
  'rank',
  'createdAt',
  'completedAt',
  'list',
  'tags',
] as const satisfies readonly Field[];

/** The columns by their headers, overridden by the mapping; an empty name there means none. */
function columnsOf(headers: readonly string[], mapping: Mapping): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of MAPPED) {
    const chosen = mapping.columns?.[field];
    const guess = headers.find(
      (header) => NAMES[field].test(header.trim()) && !Object.values(found).includes(header),
    );
    const header = chosen ?? guess;
    if (header) found[field] = header;
  }
  return found;
}

/** Any CSV, its columns by their names or by a mapping; TaskFlow's own, which comes back with every editable field. */
export async function parseGenericCsv(content: string, mapping: Mapping, tz: string): Promise<Parsed> {
  const [header, ...rows] = await readCsv(content);
  const headers = (header?.cells ?? []).map((cell, index) => cell.trim() || `#${index + 1}`);
  const columns = columnsOf(headers, mapping);
  const reader = new Columns(headers);
  const tally = new Tally();
  const missing = Object.entries(mapping.columns ?? {}).find(([, name]) => name && !reader.has(name));
  if (missing)
    throw broken(
      { code: 'COLUMN_MISSING', params: { column: missing[1], columns: headers.slice(0, 20) } },
      header?.line,
    );
  if (!columns['title']) {
    columns['title'] = headers[0] ?? '';
    tally.add({
      field: 'title',
      code: 'FIRST_COLUMN_AS_TITLE',
      params: { column: headers[0] ?? '' },
    });
  }
  const dates = ['dueDate', 'createdAt', 'completedAt', 'remindAt']
    .map((field) => columns[field])
    .filter((name) => name !== undefined);
  const pace = createPace();
  const slashed: string[] = [];
  for (const row of rows) {
    await pace();
    for (const name of dates)
      if (/^\s*\d+\/\d+\/\d/.test(reader.text(row, name))) slashed.push(reader.cell(row, name));
  }
  const told = slashOrder(slashed);
  const order = told ?? mapping.slashes ?? 'day-first';
  const monthFirst = order === 'month-first';
  const statuses = new Set<string>();
  const priorities = new Set<string>();
  const drafts: Draft[] = [];
  for (const row of rows) {
    await pace();
    if (columns['status']) note(statuses, reader.cell(row, columns['status']));
    if (columns['priority']) note(priorities, reader.cell(row, columns['priority']));
    const draft = draftOf(row, { reader, columns, mapping, tz, monthFirst, tally });
    if (draft) drafts.push(draft);
  }
  return {
    drafts,
    warnings: tally.warnings,
    headers: [...new Set(headers)],
    columns,
    statuses: without(statuses, STATUSES),
    priorities: without(priorities, PRIORITIES),
    ...(told === null && slashed[0] ? { slashes: { text: slashed[0], order } } : {}),
  };
}

/** So many different words may be mapped; a column with more holds something else. */
const MOST_WORDS = 50;

function note(words: Set<string>, word: string): void {
  if (word !== '' && words.size < MOST_WORDS) words.add(word);
}

/** The words that are not ours already. */
const without = (words: ReadonlySet<string>, own: readonly string[]): string[] =>
  [...words].filter((word) => !own.includes(word));

interface Around {
  readonly reader: Columns;
  readonly columns: Readonly<Record<string, string>>;
  readonly mapping: Mapping;
  readonly tz: string;
  readonly monthFirst: boolean;
  readonly tally: Tally;
}

function draftOf(row: Row, { reader, columns, mapping, tz, monthFirst, tally }: Around): Draft | null {
  const { line } = row;
  const written = (field: string): string => {
    const name = columns[field];
    return name === undefined ? '' : unguardCell(reader.text(row, name));
  };
  const cell = (field: string): string => written(field).trim();
  const own = (name: 'id' | 'updatedAt' | 'deletedAt'): string => reader.cell(row, name);
  const date = (field: string): When | null =>
    readDate(cell(field), { tz, monthFirst }, { line, field, tally });
  if (cell('title') === '' && cell('description') === '') {
    tally.add({ line, code: 'EMPTY_ROW' });
    return null;
  }
  const due = date('dueDate');
  const isDay = columns['dueAllDay']
    ? /^(true|1|yes|y|ja|x)$/i.test(cell('dueAllDay'))
    : (due?.isDay ?? false);
  const status = wordOf<Status>(cell('status'), mapping.statuses, STATUSES, statusOf);
  const priority = wordOf<Priority>(cell('priority'), mapping.priorities, PRIORITIES, priorityOf);
  if (cell('status') !== '' && !status)
    tally.add({
      line,
      field: 'status',
      code: 'STATUS_UNKNOWN',
      params: { text: cell('status').slice(0, 60) },
    });
  if (cell('priority') !== '' && !priority)
    tally.add({
      line,
      field: 'priority',
      code: 'PRIORITY_UNKNOWN',
      params: { text: cell('priority').slice(0, 60) },
    });
  return {
    ...EMPTY_DRAFT,
    line,
    title: cell('title'),
    description: written('description') || null,
    status: status ?? 'todo',
    priority: priority ?? 'medium',
    dueDate: due?.iso ?? null,
    dueAllDay: due !== null && isDay,
    remindAt: date('remindAt')?.iso ?? null,
    createdAt: date('createdAt')?.iso ?? null,
    completedAt: date('completedAt')?.iso ?? null,
    isDeleted: own('deletedAt') !== '',
    list: cell('list') || null,
    tags: tagsOf(cell('tags')),
    assigneeId: cell('assigneeId') || null,
    rank: /^[A-Za-z0-9]{1,64}$/.test(cell('rank')) ? cell('rank') : null,
    stableId: own('id') || null,
    raw: reader.raw(row),
  };
}

function wordOf<T extends string>(
  word: string,
  mapped: Readonly<Record<string, T>> | undefined,
  own: readonly T[],
  like: (word: string) => T | null,
): T | null {
  if (word === '') return null;
  return lookUp(mapped, word) ?? own.find((one) => one === word) ?? like(word);
}
