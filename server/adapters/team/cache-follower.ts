import { randomUUID } from 'node:crypto';
import { ADMINS, PEOPLE, ofUser } from '../../ports/generations.ts';
import type { Timer } from '../../ports/timer.ts';
import type { Database } from './postgres/database.ts';
import type { Position } from './postgres/changes-reader.ts';
import { Feed } from './postgres/feed.ts';

export interface CacheFollowerOptions {
  readonly database: Database;
  /** Replaces the generations of these names; throws when that is not certain. */
  readonly pass: (names: readonly string[]) => Promise<void>;
  readonly timer: Timer;
  /** 5 s, unless a test is in a hurry. */
  readonly everyMs?: number;
  readonly onError: (error: unknown) => void;
}

/** The follower's row in `relay`. */
const NAME = 'cache';
const EVERY_MS = 5_000;
const MOST_ROWS = 50_000;

interface Stretch {
  readonly seers: readonly string[] | null;
  readonly people: boolean;
  readonly xid: string | null;
  readonly id: string | null;
  readonly rows: number;
}

/** Of all rows after a position only whose answers they changed: no payload is read, and one person counts once. */
const READ = {
  name: 'cache-read',
  text: `WITH new AS (
      SELECT xid, id, entity_type, feed, seers_before, seers_after FROM changes
      WHERE (xid, id) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY xid, id LIMIT ${MOST_ROWS}
    ), last AS (SELECT xid, id FROM new ORDER BY xid DESC, id DESC LIMIT 1)
    SELECT
      (SELECT array_agg(DISTINCT seer) FROM new,
        unnest(coalesce(seers_before, '{}') || coalesce(seers_after, '{}')) AS seer
        WHERE feed AND entity_type = 'task') AS seers,
      EXISTS (SELECT 1 FROM new WHERE feed AND entity_type = 'user') AS people,
      (SELECT xid FROM last) AS xid, (SELECT id FROM last) AS id, (SELECT count(*)::int FROM new) AS rows`,
};

/**
 * Replaces once more, on behalf of all servers, the generations of whoever could see what changed: for a server that died
 * between its commit and its replacement, or that Redis did not hear. Every 5 s and not at each change: whoever wrote has
 * replaced them already, and a generation that is replaced twice is a cache that was filled for nothing.
 */
export class CacheFollower {
  readonly #owner = randomUUID();
  readonly #feed: Feed;
  #cancel: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #registered = false;
  #failing = false;
  #stopped = false;

  constructor(private readonly options: CacheFollowerOptions) {
    this.#feed = new Feed(options.database, NAME);
  }

  start(): void {
    this.#cancel = this.options.timer.after(this.options.everyMs ?? EVERY_MS, () => {
      this.#running = this.#catchUp().finally(() => {
        if (!this.#stopped) this.start();
      });
    });
  }

  /** Ends after what is under way, and lets another server go on at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
    await this.#feed.release(this.#owner).catch(this.options.onError);
  }

  async #catchUp(): Promise<void> {
    try {
      if (!this.#registered) await this.#feed.register();
      this.#registered = true;
      let position = await this.#feed.lease(this.#owner);
      while (position && !this.#stopped) position = await this.#step(position);
      this.#failing = false;
    } catch (error) {
      // An outage is told once, not at each try.
      if (!this.#failing) this.options.onError(error);
      this.#failing = true;
    }
  }

  /** One stretch; null: nothing more for now, or another server follows. */
  async #step({ xid, id }: Position): Promise<Position | null> {
    const [stretch] = await this.options.database.rows<Stretch>(READ, [xid, id]);
    if (!stretch || stretch.xid === null || stretch.id === null) return null;
    const names = [...(stretch.seers ?? []).map(ofUser), ...(stretch.seers ? [ADMINS] : [])];
    if (stretch.people) names.push(PEOPLE);
    if (names.length > 0) await this.options.pass(names);
    const next = { xid: stretch.xid, id: stretch.id };
    const held = await this.#feed.advance(this.#owner, next);
    return held && stretch.rows === MOST_ROWS ? next : null;
  }
}
