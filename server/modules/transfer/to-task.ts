import { LIMITS, utf8Length } from '../../contract/primitives.ts';
import type { ImportFormat, TaskRecord } from '../../contract/tasks.ts';
import { EMPTY_TASK, normaliseDue } from '../tasks/index.ts';
import { broken, plain, type Draft } from './draft.ts';
import type { Identified } from './identity.ts';
import type { Tally } from './tally.ts';

/** At most `bytes` of UTF-8, cut between characters. */
export function cutBytes(text: string, bytes: number): string {
  if (utf8Length(text) <= bytes) return text;
  return Buffer.from(text, 'utf8')
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
}

/** At most `units` UTF-16 units, never half of a pair. */
const cutUnits = (text: string, units: number): string =>
  text.slice(0, units).replace(/[\uD800-\uDBFF]$/, '');

/**
 * Title and description within their limits: a title that is too long is cut and stands whole in the description. A
 * description that is too long is refused, since cutting it would lose what somebody wrote.
 */
function texts(draft: Draft, tally: Tally): Pick<TaskRecord, 'title' | 'description'> {
  const body = draft.description === null ? null : plain(draft.description);
  const written = plain(draft.title)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  const whole = written || (body ?? '').trim().split('\n')[0]?.trim() || '…';
  const isCut = whole.length > LIMITS.titleChars;
  const at = draft.line === undefined ? {} : { line: draft.line };
  if (isCut && written)
    tally.add({
      ...at,
      field: 'title',
      code: 'TITLE_CUT',
      params: { most: LIMITS.titleChars },
    });
  const description = isCut && written ? [whole, body].filter(Boolean).join('\n\n') : body;
  if (description !== null && utf8Length(description) > LIMITS.descriptionBytes)
    throw broken({ code: 'TEXT_TOO_LARGE', params: { title: cutUnits(whole, 60) } }, draft.line);
  const title = isCut ? `${cutUnits(whole, LIMITS.titleChars - 1).trimEnd()}…` : whole;
  return { title, description: description || null };
}

/** The task that a draft becomes, at version 1. */
export function toTask(
  { draft, key, parentKey }: Identified,
  around: {
    id: string;
    format: ImportFormat;
    creatorId: string;
    people: ReadonlySet<string>;
    now: string;
    tally: Tally;
  },
): TaskRecord {
  const { id, format, creatorId, people, now, tally } = around;
  const createdAt = draft.createdAt && draft.createdAt < now ? draft.createdAt : now;
  const isKnown = draft.assigneeId === null || people.has(draft.assigneeId);
  if (!isKnown) tally.count('assigneeId', draft.line, 'ASSIGNEES_UNKNOWN');
  const completedAt = draft.completedAt && draft.completedAt <= now ? draft.completedAt : createdAt;
  return normaliseDue({
    ...EMPTY_TASK,
    id,
    ...texts(draft, tally),
    status: draft.status,
    priority: draft.priority,
    dueDate: draft.dueDate,
    dueAllDay: draft.dueAllDay,
    remindAt: draft.remindAt,
    assigneeId: isKnown ? draft.assigneeId : null,
    rank: draft.rank,
    creatorId,
    version: 1,
    completedAt: draft.status === 'done' ? completedAt : null,
    createdAt,
    updatedAt: now,
    deletedAt: draft.isDeleted ? now : null,
    source: {
      format,
      key,
      list: draft.list === null ? null : cutUnits(plain(draft.list), 512),
      tags: draft.tags.map((tag) => cutUnits(plain(tag), 255)).slice(0, 200),
      parentKey,
      raw: cutBytes(plain(draft.raw), LIMITS.sourceRawBytes),
    },
  });
}
