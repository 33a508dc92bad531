import type { Priority, Status } from '../../contract/tasks.ts';

/** What a table has for a word; a word like `constructor` finds nothing. */
export const lookUp = <T>(table: Readonly<Record<string, T>> | undefined, word: string): T | null =>
  table && Object.hasOwn(table, word) ? (table[word] ?? null) : null;

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const STATUS_WORDS: readonly (readonly [RegExp, Status])[] = [
  [
    /\b(cancell?ed|dropped|wont( do| fix)?|won t( do| fix)?|rejected|abandoned|abgebrochen|verworfen|abgelehnt)\b/,
    'cancelled',
  ],
  [
    /\b(in review|review|reviewing|testing|test|qa|verify|waiting|blocked|approval|prufung|prufen|abnahme|wartet)\b/,
    'in_review',
  ],
  [
    /\b(in progress|progress|doing|started|working|wip|active|in arbeit|laufend|begonnen|in bearbeitung)\b/,
    'in_progress',
  ],
  [
    /\b(done|completed?|finished|closed|archived?|resolved|shipped|released|erledigt|fertig|abgeschlossen|archiv|true|yes|ja|x|2)\b/,
    'done',
  ],
  [
    /\b(to ?do|open|new|backlog|next|inbox|later|ideas?|planned|offen|neu|geplant|ideen|normal|false|no|nein|0)\b/,
    'todo',
  ],
];

/** The status that a word or the name of a list is like; null when it is like none. */
export function statusOf(word: string): Status | null {
  const text = fold(word);
  return STATUS_WORDS.find(([like]) => like.test(text))?.[1] ?? null;
}

const PRIORITY_WORDS: readonly (readonly [RegExp, Priority])[] = [
  [/^(urgent|critical|highest|blocker|p1|p0|dringend|kritisch|hochste|1)$/, 'urgent'],
  [/^(high|important|major|p2|hoch|wichtig|2)$/, 'high'],
  [/^(medium|normal|middle|moderate|p3|mittel|3|none|keine|)$/, 'medium'],
  [/^(low|lowest|minor|trivial|p4|p5|niedrig|gering|4|5)$/, 'low'],
];

/** The priority that a word stands for (1 is the most pressing); null when it stands for none. */
export function priorityOf(word: string): Priority | null {
  const text = fold(word);
  return PRIORITY_WORDS.find(([like]) => like.test(text))?.[1] ?? null;
}

/** Tags as programs write them: separated by commas or semicolons, with or without # or @. */
export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(/[,;]/).map((tag) => tag.trim().replace(/^[#@]/, '').slice(0, 255)))]
    .filter((tag) => tag !== '')
    .slice(0, 200);
