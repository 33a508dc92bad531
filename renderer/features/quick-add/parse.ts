import type { Priority, TaskSet } from '../../../server/contract/tasks.ts';
import { plain } from '../../ui/rank-by-query.ts';
import { choiceOf, type DateReader } from '../../ui/read-dates.ts';

/** Somebody a task can be given to, under every name that `+` knows them by. */
export interface Assignable {
  readonly id: string;
  readonly names: readonly string[];
}

/** A part of the line that means something. `from` and `to` are offsets in the line, in UTF-16 units. */
export type Token = { readonly from: number; readonly to: number; readonly text: string } & (
  | { readonly kind: 'date'; readonly date: Date; readonly hasTime: boolean }
  | { readonly kind: 'assignee'; readonly id: string }
  | { readonly kind: 'priority'; readonly priority: Priority }
  | { readonly kind: 'note'; readonly note: string }
);
export type TokenKind = Token['kind'];

/** A stretch of the line: words, or a token. All of them in order are the whole line. */
export type Piece = { readonly text: string; readonly token?: Token };

export interface Parsed {
  readonly title: string;
  readonly tokens: readonly Token[];
  readonly pieces: readonly Piece[];
  /** The fields that the tokens set. */
  readonly set: TaskSet;
}

export interface Reading {
  readonly now: Date;
  /** null until its chunk has come: no dates then. */
  readonly dates: DateReader | null;
  readonly people: readonly Assignable[];
  /** What was turned back into words, as `kept` names it. */
  readonly plain: ReadonlySet<string>;
}

const PRIORITY_OF: Record<string, Priority> = {
  p1: 'urgent',
  p2: 'high',
  p3: 'medium',
  p4: 'low',
  '!!': 'urgent',
  '!': 'high',
};

/** The short way to write a priority. */
export const shortOf = (priority: Priority): string =>
  Object.keys(PRIORITY_OF).find((short) => PRIORITY_OF[short] === priority) ?? '';

const QUOTED = /"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»/g;
/** Small words that belong to the date behind them. */
const LEADING = /(?:^|\s)((?:by|due|until|on|bis|am|fällig)\s+)$/i;

/** How a token is remembered that was turned back into words. */
export const kept = (token: Pick<Token, 'kind' | 'text'>): string =>
  `${token.kind} ${token.text.toLowerCase()}`;

function noteIn(text: string, masked: string): Token[] {
  const found = /(?:^|\s)(\/\/)/.exec(masked);
  if (!found) return [];
  const from = found.index + found[0].length - 2;
  return [{ kind: 'note', from, to: text.length, text: text.slice(from), note: text.slice(from + 2).trim() }];
}

function prioritiesIn(masked: string): Token[] {
  return [...masked.matchAll(/(?<=^|\s)(?:p[1-4]|!!?)(?=$|\s)/gi)].flatMap((found) => {
    const priority = PRIORITY_OF[found[0].toLowerCase()];
    const { index } = found;
    return priority
      ? [{ kind: 'priority' as const, from: index, to: index + found[0].length, text: found[0], priority }]
      : [];
  });
}

function assigneesIn(masked: string, people: readonly Assignable[]): Token[] {
  const names = people
    .flatMap(({ id, names: all }) => all.map((name) => ({ id, name })))
    .filter(({ name }) => name !== '')
    .sort((a, b) => b.name.length - a.name.length);
  return [...masked.matchAll(/(?<=^|\s)\+(?=\S)/g)].flatMap(({ index }) => {
    for (const { id, name } of names) {
      const to = index + 1 + name.length;
      const ends = to === masked.length || /\s/.test(masked.charAt(to));
      if (ends && plain(masked.slice(index + 1, to)) === plain(name))
        return [{ kind: 'assignee' as const, from: index, to, text: masked.slice(index, to), id }];
    }
    return [];
  });
}

function datesIn(masked: string, { dates, now }: Reading): Token[] {
  if (!dates) return [];
  return dates(masked, now).flatMap(({ index, text, date, hasTime }) => {
    const to = index + text.length;
    // A date stands by itself: none in "v2.10.3.2024" or in an address.
    const before = masked.charAt(index - 1);
    const after = masked.charAt(to);
    if ((before && !/[\s(,;:–—-]/.test(before)) || (after && !/[\s),;:.!?–—-]/.test(after))) return [];
    const small = LEADING.exec(masked.slice(0, index))?.[1] ?? '';
    const from = index - small.length;
    return [{ kind: 'date' as const, from, to, text: masked.slice(from, to), date, hasTime }];
  });
}

/** What nobody can see (spaces of no width, marks of direction) is no title. */
const seen = (title: string): string => (/[^\s\p{Cf}]/u.test(title) ? title : '');

const overlaps = (a: Token, b: Token): boolean => a.from < b.to && b.from < a.to;

/**
 * Reads a line of quick add. Of each kind the last one counts and the others stay words; what is in quotation marks is
 * never read; `//` begins the note, which reaches to the end.
 */
export function parse(text: string, reading: Reading): Parsed {
  const masked = text.replace(QUOTED, (quoted) => '"'.repeat(quoted.length));
  const wanted = (token: Token): boolean => !reading.plain.has(kept(token));
  const notes = noteIn(text, masked).filter(wanted);
  const line = notes[0] ? masked.slice(0, notes[0].from) : masked;
  const tokens: Token[] = [...notes];
  for (const found of [assigneesIn(line, reading.people), prioritiesIn(line), datesIn(line, reading)]) {
    const last = found.filter((one) => wanted(one) && !tokens.some((other) => overlaps(one, other))).at(-1);
    if (last) tokens.push(last);
  }
  tokens.sort((a, b) => a.from - b.from);

  const pieces: Piece[] = [];
  let at = 0;
  for (const token of tokens) {
    if (token.from > at) pieces.push({ text: text.slice(at, token.from) });
    pieces.push({ text: text.slice(token.from, token.to), token });
    at = token.to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  const title = pieces
    .filter((piece) => !piece.token)
    .map((piece) => piece.text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  return { title: seen(title), tokens, pieces, set: setOf(tokens) };
}

function setOf(tokens: readonly Token[]): TaskSet {
  return Object.assign(
    {},
    ...tokens.map((token): TaskSet => {
      switch (token.kind) {
        case 'date':
          return choiceOf(token.date, token.hasTime);
        case 'assignee':
          return { assigneeId: token.id };
        case 'priority':
          return { priority: token.priority };
        case 'note':
          return token.note ? { description: token.note } : {};
      }
    }),
  ) as TaskSet;
}

/** A line that is taken as it is written. */
export function unread(text: string): Parsed {
  const title = text.replace(/\s+/g, ' ').trim();
  return { title: seen(title), tokens: [], pieces: text ? [{ text }] : [], set: {} };
}

/** The token that ends exactly at the caret, which Backspace turns back into words. */
export function tokenBefore(parsed: Parsed, caret: number): Token | undefined {
  return parsed.tokens.find((token) => token.to === caret && token.kind !== 'note');
}

/** The tasks of a pasted text: its lines without list marks, empty ones left out. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*(?:[-*+•]|\d+[.)])?\s*(?:\[[ xX]\]\s+)?/, '').trim())
    .filter((line) => line !== '');
}
