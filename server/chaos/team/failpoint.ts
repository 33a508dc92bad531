import { RedisGenerations } from '../../adapters/team/redis/generations.ts';
import { RedisMessages } from '../../adapters/team/redis/messages.ts';
import { Database } from '../../adapters/team/postgres/database.ts';
import { Feed } from '../../adapters/team/postgres/feed.ts';
import { CachedAnswers } from '../../http/answers.ts';
import { DomainEvents } from '../../ports/domain-events.ts';

/**
 * Loaded before a server (`--import`): armed by SIGWINCH (SIGUSR2 ends a server in order), the
 * process dies in the gap that FAILPOINT names, the next time it
 * comes by. The server itself knows nothing of it.
 */
type Method = (this: unknown, ...args: readonly unknown[]) => unknown;
interface Point {
  readonly of: { readonly prototype: object };
  readonly method: string;
  /** Dies when it is called, or when what it promises is there. */
  readonly when: 'called' | 'done';
  /** Whether this call of it is meant. */
  readonly meant?: (self: unknown, args: readonly unknown[], result: unknown) => boolean;
}

const isStatement =
  (name: string) =>
  (_self: unknown, [statement]: readonly unknown[]): boolean =>
    (statement as { name: string }).name === name;
const isFeed =
  (name: string) =>
  (self: unknown): boolean =>
    (self as Feed).name === name;

const POINTS: Readonly<Record<string, Point>> = {
  'claim and write': {
    of: Database,
    method: 'rows',
    when: 'done',
    meant: isStatement('idempotency-take'),
  },
  'commit and cache': { of: DomainEvents, method: 'publish', when: 'called' },
  'cache told of it and Redis': { of: RedisGenerations, method: 'replace', when: 'called' },
  'cache and sockets of other servers': { of: RedisMessages, method: 'publish', when: 'called' },
  'sockets and the kept answer': {
    of: Database,
    method: 'rows',
    when: 'called',
    meant: isStatement('idempotency-finish'),
  },
  'kept answer and answer': { of: CachedAnswers, method: 'settled', when: 'called' },
  'change and event log': {
    of: Feed,
    method: 'read',
    when: 'done',
    meant: (self, _args, rows) => isFeed('events')(self) && (rows as readonly unknown[]).length > 0,
  },
  'event log and its position': { of: Feed, method: 'advance', when: 'called', meant: isFeed('events') },
  'position and the next event': { of: Feed, method: 'advance', when: 'done', meant: isFeed('events') },
  'change and the cache that follows': { of: RedisGenerations, method: 'pass', when: 'called' },
  'the cache that follows and its position': {
    of: Feed,
    method: 'advance',
    when: 'called',
    meant: isFeed('cache'),
  },
};

/** Between what and what a server may die. */
export const GAPS = Object.keys(POINTS);

let armed = false;
const point = POINTS[process.env['FAILPOINT'] ?? ''];
if (point) {
  process.on('SIGWINCH', () => (armed = true));
  const { of, method, when, meant = () => true } = point;
  const original = Reflect.get(of.prototype, method) as (...args: unknown[]) => unknown;
  const dieIf = (holds: boolean): void => {
    if (armed && holds) process.kill(process.pid, 'SIGKILL');
  };
  const replaced: Method = function (...args) {
    if (when === 'called') dieIf(meant(this, args, undefined));
    const result = original.apply(this, [...args]);
    if (when === 'called') return result;
    return (result as Promise<unknown>).then((done) => {
      dieIf(meant(this, args, done));
      return done;
    });
  };
  Reflect.set(of.prototype, method, replaced);
}
