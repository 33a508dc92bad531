import type { Clock } from '../../../ports/clock.ts';
import type { Database, Statement } from './database.ts';
import { SCHEMA } from './migrations/index.ts';

/** What the team's one row says of itself. */
export interface TeamMeta {
  readonly instanceId: string;
  readonly epoch: string;
  /** Of a databases team; null: a server's configuration says. */
  readonly registration: 'open' | 'invite' | 'closed' | null;
}

const READ: Statement = {
  name: 'meta-read',
  text: `SELECT instance_id AS "instanceId", epoch, registration, writers,
           extract(epoch FROM clock_timestamp())::float8 * 1000 AS now FROM meta`,
};

type MetaRow = TeamMeta & { readonly writers: number; readonly now: number };

/**
 * What this server looks at every 15 s, in one statement: PostgreSQL's time, so that all servers of a team agree on when
 * things happened and run out; and whether the schema still lets it write.
 */
export class Pulse {
  #offset = 0;
  #meta: TeamMeta | null = null;

  constructor(
    private readonly database: Database,
    private readonly local: Clock,
  ) {}

  /** PostgreSQL's time, as far as half a round trip lets it be known. */
  readonly clock: Clock = { now: () => Math.round(this.local.now() + this.#offset) };

  /** As last read. Throws before the first `beat`. */
  get meta(): TeamMeta {
    if (!this.#meta) throw new Error('The team’s meta row has not been read yet.');
    return this.#meta;
  }

  /** Looks now. Throws STORE_UNAVAILABLE; what was known stays. */
  async beat(): Promise<void> {
    const asked = this.local.now();
    const [row] = await this.database.rows<MetaRow>(READ, []);
    if (!row) throw new Error('The team’s meta row is missing.');
    this.#offset = row.now - (asked + this.local.now()) / 2;
    this.#meta = { instanceId: row.instanceId, epoch: row.epoch, registration: row.registration };
    this.database.readOnly = row.writers > SCHEMA;
  }
}
