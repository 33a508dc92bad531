import { ROLES, type Role } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import { decodeCursor, encodeCursor } from '../../ports/cursor.ts';
import type { FeedPlace, WalkPlace } from './sync.store.ts';

/** What a replica holds between two pulls. Nobody but this file looks inside. */
export type SyncCursor = {
  readonly epoch: string;
  /** As it was when the cursor was given: with another, other things may be seen. */
  readonly role: Role;
  /** In the feed; of a walk, from before it. */
  readonly place: FeedPlace;
} & (
  | {
      readonly kind: 'walk';
      readonly walk: { id: string; done: number; total: number };
      readonly at: WalkPlace;
    }
  /** `walk`: the one that this feed still completes. */
  | { readonly kind: 'feed'; readonly walk: { id: string; total: number } | null }
);

const TEXT = ['string'] as const;
const COUNT = ['number'] as const;
const MAYBE = ['string', 'null'] as const;
const HEAD = [TEXT, TEXT, TEXT, TEXT, MAYBE];
const KINDS = {
  walk: { word: 'sync-walk', types: [...HEAD, TEXT, COUNT, COUNT, COUNT, MAYBE] },
  feed: { word: 'sync', types: [...HEAD, MAYBE, ['number', 'null'] as const] },
} as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LARGEST_XID = 2n ** 64n - 1n;
const LARGEST_ID = 2n ** 63n - 1n;

export function writeCursor(cursor: SyncCursor): string {
  const { epoch, role, place } = cursor;
  const head = [epoch, role, place.xid, place.id, place.eventId];
  if (cursor.kind === 'feed')
    return encodeCursor(KINDS.feed.word, [...head, cursor.walk?.id ?? null, cursor.walk?.total ?? null]);
  const { walk, at } = cursor;
  return encodeCursor(KINDS.walk.word, [...head, walk.id, walk.done, walk.total, at.stage, at.id]);
}

/** Throws CURSOR_INVALID for whatever this server has not made. */
export function readCursor(text: string): SyncCursor {
  const kind = wordOf(text) === KINDS.walk.word ? 'walk' : 'feed';
  const { word, types } = KINDS[kind];
  const [epoch, role, xid, id, eventId, ...rest] = decodeCursor(
    word,
    text,
    types.map((allowed) => [...allowed]),
  ) as [string, string, string, string, string | null, ...(string | number | null)[]];
  const isPlace =
    isCount(xid, LARGEST_XID) && isCount(id, LARGEST_ID) && (eventId === null || UUID.test(eventId));
  const isRole = (ROLES as readonly string[]).includes(role);
  if (!UUID.test(epoch) || !isRole || !isPlace) throw invalid();
  const head = { epoch, role: role as Role, place: { xid, id, eventId } };
  if (kind === 'feed') {
    const [walkId, total] = rest as [string | null, number | null];
    if (walkId === null) return { ...head, kind, walk: null };
    if (!UUID.test(walkId) || !isSmall(total)) throw invalid();
    return { ...head, kind, walk: { id: walkId, total } };
  }
  const [walkId, done, total, stage, last] = rest as [string, number, number, number, string | null];
  const isWalk = UUID.test(walkId) && isSmall(done) && isSmall(total) && isSmall(stage);
  if (!isWalk || (last !== null && !UUID.test(last))) throw invalid();
  return { ...head, kind, walk: { id: walkId, done, total }, at: { stage, id: last } };
}

const invalid = (): AppError =>
  new AppError('CURSOR_INVALID', 'This place in the changes is not known here. Load everything anew.');

const isCount = (text: string, largest: bigint): boolean =>
  /^\d{1,20}$/.test(text) && BigInt(text) <= largest;
const isSmall = (value: number | null): value is number =>
  value !== null && Number.isInteger(value) && value >= 0 && value < 2 ** 31;

function wordOf(text: string): unknown {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts[0] : null;
  } catch {
    return null;
  }
}
