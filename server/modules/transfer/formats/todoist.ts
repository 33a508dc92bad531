import * as chrono from 'chrono-node';
import type { Priority } from '../../../contract/tasks.ts';
import { instantOfWallClock, wallClockOf } from '../../tasks/index.ts';
import { Columns, readCsv } from '../csv.ts';
import { EMPTY_DRAFT, broken, type Draft, type Parsed } from '../draft.ts';
import { createPace } from '../pace.ts';
import type { Row } from '../rows.ts';
import { Tally } from '../tally.ts';
import { isZone, readWhen, type When } from '../when.ts';
import { lookUp } from '../words.ts';

/** 1 is p1, the most pressing. */
const PRIORITIES: Readonly<Record<string, Priority>> = {
  '1': 'urgent',
  '2': 'high',
  '3': 'medium',
  '4': 'low',
  '': 'medium',
};

const LANGUAGES: Readonly<Record<string, Pick<chrono.Chrono, 'parse'>>> = {
  en: chrono.en.casual,
  de: chrono.de.casual,
  fr: chrono.fr.casual,
  es: chrono.es.casual,
  pt: chrono.pt.casual,
  nl: chrono.nl.casual,
  ja: chrono.ja.casual,
};

const REPEATS =
  /^\s*(every|ev|after|jede[nrs]?|alle|täglich|wöchentlich|monatlich|daily|weekly|monthly|yearly|chaque|tous|cada|todos|elke)\b/iu;

/** A date in words, as Todoist takes them: "tomorrow at 9", "nächsten Freitag". Null: not one date. */
export function readWords(text: string, language: string, tz: string, now: number): When | null {
  if (REPEATS.test(text)) return null;
  const offset = Math.round((wallClockOf(now, tz) - now) / 60_000);
  const parser = LANGUAGES[language.slice(0, 2).toLowerCase()] ?? chrono.en.casual;
  const [found] = parser.parse(text, { instant: new Date(now), timezone: offset }, { forwardDate: true });
  // Half of a sentence read as a date would be a guess: "2nd of every month".
  if (!found || found.text.length < text.trim().length * 0.6) return null;
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute'): number => found.start.get(name) ?? 0;
  const day = Date.UTC(part('year'), part('month') - 1, part('day'));
  if (!found.start.isCertain('hour')) return { iso: new Date(day).toISOString(), isDay: true };
  const wall = day + (part('hour') * 60 + part('minute')) * 60_000;
  return { iso: new Date(instantOfWallClock(wall, tz)).toISOString(), isDay: false };
}

/**
 * Todoist's CSV of a project. `section` rows name the list of what follows, `note` rows join the description of the task
 * above, `meta` and empty rows are passed over; INDENT says what stands under what.
 */
export async function parseTodoist(content: string, userTz: string, now: number): Promise<Parsed> {
  const [header, ...rows] = await readCsv(content);
  const columns = new Columns(header?.cells ?? []);
  if (!columns.has('CONTENT')) throw broken({ code: 'NOT_TODOIST' }, header?.line);
  const tally = new Tally();
  const drafts: Draft[] = [];
  /** The line numbers of the tasks that what follows may stand under, by indent. */
  let above: string[] = [];
  let section: string | null = null;
  const pace = createPace();
  for (const row of rows) {
    await pace();
    const type = columns.has('TYPE') ? columns.cell(row, 'TYPE').toLowerCase() : 'task';
    const text = columns.cell(row, 'CONTENT');
    if (type === 'section') {
      section = text || null;
      above = [];
      if (section) tally.count('section', row.line, 'SECTIONS');
    } else if (type === 'note') {
      const last = drafts.pop();
      if (last) drafts.push({ ...last, description: [last.description, text].filter(Boolean).join('\n\n') });
      else if (text)
        tally.add({
          line: row.line,
          code: 'NOTE_BEFORE_TASKS',
          params: { text: text.slice(0, 80) },
        });
    } else if (type === 'task' && text !== '') {
      const indent = Math.min(Math.max(Number.parseInt(columns.cell(row, 'INDENT'), 10) || 1, 1), 10);
      const draft = draftOf(row, columns, {
        section,
        userTz,
        now,
        tally,
        parentId: above[indent - 2] ?? null,
      });
      above = [...above.slice(0, indent - 1), draft.localId ?? ''];
      drafts.push(draft);
    } else if (type !== '' && type !== 'meta' && type !== 'task') {
      tally.add({
        line: row.line,
        field: 'TYPE',
        code: 'ROW_KIND_UNKNOWN',
        params: { kind: type.slice(0, 40) },
      });
    }
  }
  return { drafts, warnings: tally.warnings };
}

function draftOf(
  row: Row,
  columns: Columns,
  around: { section: string | null; userTz: string; now: number; tally: Tally; parentId: string | null },
): Draft {
  const { line } = row;
  const { tally, now, section, parentId, userTz } = around;
  const cell = (name: string): string => columns.cell(row, name);
  const tz = isZone(cell('TIMEZONE')) ? cell('TIMEZONE') : userTz;
  const tags: string[] = [];
  const title = cell('CONTENT')
    .replace(/(^|\s)@([\p{L}\p{N}_-]+)/gu, (_, space: string, tag: string) => {
      tags.push(tag);
      return space;
    })
    .replace(/\s+/g, ' ')
    .replace(/^\* /, '')
    .trim();
  const priority = lookUp(PRIORITIES, cell('PRIORITY'));
  if (!priority)
    tally.add({
      line,
      field: 'PRIORITY',
      code: 'PRIORITY_UNKNOWN',
      params: { text: cell('PRIORITY').slice(0, 40) },
    });
  const date = (text: string, language: string, field: string): When | null => {
    if (text === '') return null;
    const when = readWhen(text, { tz, now }) ?? readWords(text, language, tz, now);
    if (!when)
      tally.add({
        line,
        field,
        code: 'DATE_NOT_SINGLE',
        params: { text: text.slice(0, 60) },
      });
    return when;
  };
  const planned = date(cell('DATE') || cell('DUE_DATE'), cell('DATE_LANG'), 'DATE');
  const deadline = date(cell('DEADLINE'), cell('DEADLINE_LANG') || cell('DATE_LANG'), 'DEADLINE');
  const due = planned ?? deadline;
  if (planned && deadline) tally.count('DEADLINE', line, 'DEADLINES');
  if (cell('DURATION') !== '' && cell('DURATION') !== 'None') tally.count('DURATION', line, 'DURATIONS');
  if (cell('RESPONSIBLE') !== '') tally.count('RESPONSIBLE', line, 'RESPONSIBLE');
  if (tags.length > 0) tally.count('labels', line, 'LABELS');
  if (parentId) tally.count('INDENT', line, 'SUBTASKS');
  return {
    ...EMPTY_DRAFT,
    line,
    title: title || cell('CONTENT'),
    description: cell('DESCRIPTION') || null,
    priority: priority ?? 'medium',
    dueDate: due?.iso ?? null,
    dueAllDay: due?.isDay ?? false,
    list: section,
    tags,
    localId: String(line),
    parentId,
    raw: columns.raw(row),
  };
}
