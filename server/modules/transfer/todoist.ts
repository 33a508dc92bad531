import type { Priority } from '../../contract/tasks.ts';
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
import { Columns, guessDelimiter, isBlank, readRows, type Row } from './table.ts';
import { cleanText } from './text.ts';
import { dayOrderOf, isTimeZone, readWhen, type DayOrder } from './when.ts';

const PRIORITIES: Readonly<Record<string, Priority>> = {
  '1': 'urgent',
  '2': 'high',
  '3': 'medium',
  '4': 'low',
};
const LABEL = /(^|\s)@([^\s@]{1,100})(?=\s|$)/gu;

type Growing = Draft & { readonly notes: string[]; readonly rows: string[] };

/** A project as Todoist's CSV template has it, today's columns and the older ones. */
export async function parseTodoist(content: string, { tz }: ParseOptions): Promise<Parsed> {
  const warnings = new Warnings();
  const text = cleanText(content, warnings);
  const rows: Row[] = [];
  const pace = createPace();
  for (const row of readRows(text, guessDelimiter(text))) {
    await pace();
    if (!isBlank(row)) rows.push(row);
  }
  const [header, ...body] = rows;
  const columns = new Columns(header?.cells ?? []);
  if (!columns.has('TYPE') || !columns.has('CONTENT'))
    throw importError(
      'Todoist’s headers TYPE and CONTENT are missing. Choose a CSV file that Todoist exported.',
      header?.line ?? 1,
    );
  const order = dayOrderOf(body.map((row) => columns.get(row, 'DATE', 'DUE_DATE'))) ?? 'month-first';
  const drafts: Growing[] = [];
  const above: string[] = [];
  const keys = new Keys('todoist');
  let section: string | null = null;
  let repeating = 0;
  for (const row of body) {
    await pace();
    const type = columns.get(row, 'TYPE').trim().toLowerCase();
    const note = columns.get(row, 'CONTENT').replace(/\r\n?/g, '\n').trim();
    if (type === 'section') section = note || null;
    else if (type === 'note') {
      const last = drafts.at(-1);
      if (last) {
        last.notes.push(note);
        last.rows.push(columns.raw(row));
      } else warnings.add('A comment stands before the first task; it was left out.', { line: row.line });
    } else if (type === 'task') {
      if (note === '') {
        warnings.add('This task has no text; it was passed over.', { line: row.line });
        continue;
      }
      const indent = Math.min(10, Math.max(1, Math.trunc(Number(columns.get(row, 'INDENT')) || 1)));
      const parentKey = indent > 1 ? (above.slice(0, indent - 1).findLast(Boolean) ?? null) : null;
      const draft = draftOf(row, columns, { note, section, parentKey, keys, warnings, tz, order });
      if (draft.repeats) repeating++;
      above.length = indent - 1;
      above[indent - 1] = draft.key;
      const { repeats: _, ...rest } = draft;
      drafts.push({ ...rest, notes: [], rows: [rest.raw] });
    } else if (type !== 'meta' && type !== '')
      warnings.add(`Rows of type “${type.slice(0, 40)}” are unknown here; this one was passed over.`, {
        line: row.line,
      });
  }
  if (drafts.length === 0) throw importError('There is no task in this file.');
  summarise(drafts, repeating, warnings);
  return { drafts: drafts.map(finish), warnings };
}

interface Reading {
  readonly note: string;
  readonly section: string | null;
  readonly parentKey: string | null;
  readonly keys: Keys;
  readonly warnings: Warnings;
  readonly tz: string;
  readonly order: DayOrder;
}

function draftOf(row: Row, columns: Columns, reading: Reading): Draft & { repeats: boolean } {
  const { note, section, parentKey, keys, warnings, order } = reading;
  const { line } = row;
  const zone = columns.get(row, 'TIMEZONE').trim();
  const tz = isTimeZone(zone) ? zone : reading.tz;
  const tags = [...note.matchAll(LABEL)].map((match) => match[2] ?? '');
  // "* " marks a task that cannot be ticked off; a title of labels alone stays as it is.
  const title =
    note
      .replace(LABEL, '$1')
      .replace(/^\* /, '')
      .replace(/[ \t]{2,}/g, ' ')
      .trim() || note;
  const words = columns.get(row, 'DATE', 'DUE_DATE', 'DEADLINE').trim();
  const when = readWhen(words, tz, order);
  if (words !== '' && !when)
    warnings.add(`“${words.slice(0, 60)}” is no date that TaskFlow can read; it is kept with the task.`, {
      line,
      field: 'DATE',
    });
  const number = columns.get(row, 'PRIORITY').trim();
  const priority = PRIORITIES[number.replace(/\.0+$/, '')];
  if (number !== '' && !priority)
    warnings.add(`Priority “${number.slice(0, 40)}” is unknown here.`, { line, field: 'PRIORITY' });
  const description = columns.get(row, 'DESCRIPTION').replace(/\r\n?/g, '\n');
  return {
    ...EMPTY_DRAFT,
    line,
    title,
    description: description || null,
    priority: priority ?? 'medium',
    dueDate: when?.at ?? null,
    dueAllDay: when?.allDay ?? false,
    key: keys.of([null, title, section, parentKey]),
    list: section,
    tags,
    parentKey,
    raw: columns.raw(row),
    repeats: /^(every|jede|täglich|daily|weekly|monthly)\b/i.test(words),
  };
}

function finish({ notes, rows, ...draft }: Growing): Draft {
  const description = [draft.description ?? '', ...notes].filter(Boolean).join('\n\n');
  return { ...draft, description: description || null, raw: rows.join('\n') };
}

function summarise(drafts: readonly Growing[], repeating: number, warnings: Warnings): void {
  const say = (count: number, field: string, message: string): void => {
    if (count > 0) warnings.summary(`${counted(count, 'task', 'tasks')} ${message}`, field);
  };
  say(
    drafts.filter(({ list }) => list).length,
    'section',
    'in sections: TaskFlow has none yet, the name is kept with each task.',
  );
  say(
    drafts.filter(({ tags }) => tags.length).length,
    'labels',
    'with labels: TaskFlow has no tags yet, they are kept with each task.',
  );
  say(
    drafts.filter(({ parentKey }) => parentKey).length,
    'INDENT',
    'that are sub-tasks: they stand beside their parents.',
  );
  say(repeating, 'DATE', 'that repeat: TaskFlow does not repeat tasks yet, the rule is kept with each task.');
}
