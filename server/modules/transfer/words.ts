import type { Priority, Status } from '../../contract/tasks.ts';
import { fold } from './table.ts';

const STATUS_WORDS: Record<Status, readonly string[]> = {
  todo: [
    'todo',
    'to do',
    'open',
    'new',
    'backlog',
    'not started',
    'pending',
    'ready',
    'next',
    'later',
    'inbox',
    'offen',
    'neu',
    'zu tun',
    'zu erledigen',
    'nicht begonnen',
    'geplant',
    'false',
    'no',
    'nein',
    '0',
  ],
  in_progress: [
    'in progress',
    'doing',
    'started',
    'active',
    'working',
    'wip',
    'in arbeit',
    'in bearbeitung',
    'laufend',
    'begonnen',
    'aktiv',
  ],
  in_review: [
    'in review',
    'review',
    'testing',
    'test',
    'qa',
    'verify',
    'waiting for approval',
    'approval',
    'zur prüfung',
    'prüfung',
    'in prüfung',
    'überprüfung',
  ],
  done: [
    'done',
    'completed',
    'complete',
    'closed',
    'finished',
    'resolved',
    'shipped',
    'deployed',
    'erledigt',
    'fertig',
    'abgeschlossen',
    'geschlossen',
    'true',
    'yes',
    'ja',
    'x',
    '1',
  ],
  cancelled: [
    'cancelled',
    'canceled',
    "won't do",
    'wont fix',
    'rejected',
    'dropped',
    'abandoned',
    'abgebrochen',
    'storniert',
    'verworfen',
    'abgelehnt',
  ],
};

const PRIORITY_WORDS: Record<Priority, readonly string[]> = {
  urgent: ['urgent', 'critical', 'highest', 'blocker', 'p1', 'dringend', 'kritisch', 'höchste', 'sehr hoch'],
  high: ['high', 'important', 'p2', 'hoch', 'wichtig'],
  medium: ['medium', 'normal', 'none', 'default', 'p3', 'mittel', 'keine'],
  low: ['low', 'lowest', 'minor', 'p4', 'niedrig', 'gering', 'tief'],
};

const lookup = <T extends string>(words: Record<T, readonly string[]>): ReadonlyMap<string, T> =>
  new Map(
    (Object.keys(words) as T[]).flatMap((value) => words[value].map((word) => [fold(word), value] as const)),
  );

const statuses = lookup(STATUS_WORDS);
const priorities = lookup(PRIORITY_WORDS);

/** The status a word stands for, in English or German; null when it is none of them. */
export const statusOf = (word: string): Status | null => statuses.get(fold(word)) ?? null;

export const priorityOf = (word: string): Priority | null => priorities.get(fold(word)) ?? null;

/** The status a list's name is most like ("✅ Done this week"); null when it is like none. Short words count only whole. */
export function statusLike(name: string): Status | null {
  const exact = statusOf(name);
  if (exact) return exact;
  const words = ` ${name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  let best: { status: Status; length: number } | null = null;
  for (const [status, likes] of Object.entries(STATUS_WORDS) as [Status, readonly string[]][])
    for (const like of likes)
      if (like.length > 2 && like.length > (best?.length ?? 0) && words.includes(` ${like} `))
        best = { status, length: like.length };
  return best?.status ?? null;
}
