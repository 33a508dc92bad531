import { systemTimer } from '../../ports/timer.ts';
import { Follower } from './follower.ts';
import { EVENTS, openMongo } from './mongo/index.ts';
import { Database } from './postgres/database.ts';
import { Feed } from './postgres/feed.ts';

/** A server that relays and dies where DIES says; with `end` it ends when nothing waits. For follower.test.ts. */
const { DATABASE_URL = '', MONGODB_URL = '', DIES = 'end' } = process.env;

const die = (): void => void process.kill(process.pid, 'SIGKILL');
const tell = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
const database = await Database.open({ url: DATABASE_URL, poolSize: 2, prepared: true, onError: tell });
const clock = { now: () => Date.now() };
const mongo = openMongo({ url: MONGODB_URL, clock, retentionDays: null, onError: tell });
/** Ends the process where nothing waits any more. */
class EndingFeed extends Feed {
  override async read(...from: Parameters<Feed['read']>): ReturnType<Feed['read']> {
    const changes = await super.read(...from);
    if (changes.length === 0 && DIES === 'end') process.exit(0);
    return changes;
  }
}

const follower = new Follower({
  // A killed one's lease runs out soon, so that the next one need not wait.
  feed: new EndingFeed(database, EVENTS, 200),
  timer: systemTimer,
  batch: 40,
  pollMs: 50,
  restMs: 5,
  onError: tell,
  handle: async (changes) => {
    if (DIES === 'before') die();
    process.send?.('handling');
    await mongo.relay(changes);
    if (DIES === 'between') die();
  },
});
follower.start();
