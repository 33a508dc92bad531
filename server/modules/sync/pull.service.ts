import { randomUUID } from 'node:crypto';
import type { Answer, Input } from '../../contract/route.ts';
import type { Change, pullChanges } from '../../contract/sync.ts';
import { AppError } from '../../errors.ts';
import type { Actor } from '../../ports/actor.ts';
import { readCursor, writeCursor, type SyncCursor } from './sync.cursor.ts';
import type { FeedPlace, Reader, Standing, SyncStore, WalkPlace } from './sync.store.ts';

type Page = Answer<typeof pullChanges>;
type FeedCursor = Extract<SyncCursor, { kind: 'feed' }>;
type WalkCursor = Extract<SyncCursor, { kind: 'walk' }>;

const MOST_BYTES = 4 * 1024 * 1024;
const BEGINNING: WalkPlace = { stage: 0, id: null };

/** What a replica gets: everything that its user may see, then whatever changes of it, each thing as it is now. */
export class PullService {
  constructor(
    private readonly store: SyncStore,
    /** Told of what should never be: that a feed has lost rows. */
    private readonly report: (message: string, details: unknown) => void,
  ) {}

  /** Throws CURSOR_INVALID, CURSOR_EXPIRED, RIGHTS_CHANGED, EPOCH_CHANGED, ACCOUNT_DISABLED. */
  pull(actor: Actor, { cursor, limit, known }: Input<typeof pullChanges>['query']): Promise<Page> {
    const from = cursor === undefined ? null : readCursor(cursor);
    const reader = { id: actor.id, known: known ?? null };
    return from?.kind === 'feed' ? this.#follow(reader, from, limit) : this.#walk(reader, from, limit);
  }

  async #follow(reader: Reader, cursor: FeedCursor, limit: number): Promise<Page> {
    const page = await this.store.feed(reader, cursor.place, limit);
    const role = this.#checked(page, cursor);
    const fits = countThatFits(page.steps.map(({ change }) => change));
    const left = page.steps[fits];
    const more = page.more || left !== undefined;
    const { walk } = cursor;
    return {
      cursor: writeCursor({
        kind: 'feed',
        epoch: page.epoch,
        role,
        place: left?.before ?? page.end,
        walk: more ? walk : null,
      }),
      epoch: page.epoch,
      more,
      pending: page.pending,
      ...(walk ? { walk: { id: walk.id, done: walk.total, total: walk.total } } : {}),
      ...(walk && !more ? { complete: true } : {}),
      changes: page.steps.slice(0, fits).map(({ change }) => change),
    };
  }

  async #walk(reader: Reader, cursor: WalkCursor | null, limit: number): Promise<Page> {
    const page = await this.store.walk(reader, cursor?.place ?? null, cursor?.at ?? BEGINNING, limit);
    const role = this.#checked(page, cursor);
    const place: FeedPlace = cursor?.place ?? page.start?.place ?? { xid: '0', id: '0', eventId: null };
    const fits = countThatFits(page.steps.map(({ change }) => change));
    const changes = page.steps.slice(0, fits).map(({ change }) => change);
    const id = cursor?.walk.id ?? randomUUID();
    const done = (cursor?.walk.done ?? 0) + fits;
    // What comes to be during the walk is walked through too.
    const total = Math.max(cursor?.walk.total ?? page.start?.total ?? 0, done);
    const walk = { id, done, total };
    const isWalked = !page.more && fits === page.steps.length;
    const at = page.steps[fits - 1]?.at ?? cursor?.at ?? BEGINNING;
    const head = { epoch: page.epoch, role, place };
    return {
      cursor: writeCursor(
        isWalked ? { ...head, kind: 'feed', walk: { id, total } } : { ...head, kind: 'walk', walk, at },
      ),
      epoch: page.epoch,
      // Behind the walk comes what changed meanwhile.
      more: true,
      pending: false,
      walk,
      changes,
    };
  }

  /** The reader's role, where what was asked can be answered. */
  #checked({ epoch, reader, place, isKnown }: Standing, cursor: SyncCursor | null) {
    if (!reader || reader.disabled)
      throw new AppError('ACCOUNT_DISABLED', 'This account is disabled. Ask an administrator of your team.');
    if (cursor && cursor.epoch !== epoch) throw epochChanged();
    if (cursor && cursor.role !== reader.role)
      throw new AppError('RIGHTS_CHANGED', 'What you may see is another now. Load everything anew.');
    if (cursor && place === 'trimmed')
      throw new AppError('CURSOR_EXPIRED', 'This was away for too long. Load everything anew.');
    if ((cursor && place === 'gone') || !isKnown) {
      this.report('a replica knows a change that this database has not: it is not the one it was', {
        place: cursor?.place,
      });
      throw epochChanged();
    }
    return reader.role;
  }
}

const epochChanged = (): AppError =>
  new AppError('EPOCH_CHANGED', 'The team’s database was restored. Load everything anew.');

/** How many of them a page holds: one at least, then as many as 4 MB are. */
function countThatFits(changes: readonly Change[]): number {
  let bytes = 0;
  for (const [index, change] of changes.entries()) {
    bytes += Buffer.byteLength(JSON.stringify(change));
    if (bytes > MOST_BYTES && index > 0) return index;
  }
  return changes.length;
}
