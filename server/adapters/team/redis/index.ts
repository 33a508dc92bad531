import type { AnswerCache } from '../../../ports/answers.ts';
import { NO_GENERATIONS, type Generations } from '../../../ports/generations.ts';
import type { Limit } from '../../../ports/limits.ts';
import type { SessionReader, SessionStates } from '../../../ports/session-states.ts';
import { RedisAnswers } from './answers.ts';
import { RedisGenerations } from './generations.ts';
import { SharedLimit } from './limit.ts';
import { NO_REDIS, RedisConnection } from './link.ts';
import { NO_MESSAGES, RedisMessages } from './messages.ts';
import { Peers } from './peers.ts';
import { Presence } from './presence.ts';
import { CachedSessionStates } from './session-states.ts';
import { socketAdapter } from './socket-adapter.ts';

export interface RedisOptions {
  /** Null: no Redis is configured. Then nothing is cached, limits count in this process, sessions are asked of PostgreSQL. */
  readonly url: string | null;
  /** Names the team (its instanceId), so that several can share one Redis. */
  readonly scope: string;
  /** Hears of each outage once. */
  readonly onError: (error: unknown) => void;
  /** How often servers tell each other that they live: 5 s, unless a test is in a hurry. */
  readonly aliveMs?: number;
  /** How long there must have been nobody else before this server takes itself for alone: 3 s, unless a test is in a hurry. */
  readonly settleMs?: number;
}

/** What a team has of Redis. Nothing of it needs Redis to be there, now or later. */
export interface TeamRedis {
  readonly generations: Generations;
  readonly answers: AnswerCache;
  readonly sessionStates: (reader: SessionReader) => SessionStates;
  /** So many points within so many seconds, for each key; shared by the servers of a team under its name. */
  readonly limit: (name: string, points: number, seconds: number) => Limit;
  /** For socket.io; undefined where there is no Redis. */
  readonly socketAdapter: ReturnType<typeof socketAdapter>;
  /** Replaces generations for what other servers wrote; throws when it is not certain. Null where there is no Redis. */
  readonly pass: ((names: readonly string[]) => Promise<void>) | null;
  /** Calls when messages between servers may have been missed: by this server, or by any. The answer ends it. */
  readonly onGap: (listener: (by: 'us' | 'anybody') => void) => () => void;
  /** Whether no other server takes part just now, as far as that can be known. */
  readonly isAlone: () => boolean;
  /** Whether Redis answers now. Never throws. */
  readonly ping: () => Promise<boolean>;
  /** Replacements of generations that failed and are still to be made: for metrics. */
  readonly owed: () => number;
  readonly close: () => Promise<void>;
}

/** So many points within so many seconds for each key, counted in this process alone. */
export const localLimit = (name: string, points: number, seconds: number): Limit =>
  new SharedLimit(NO_REDIS, name, points, seconds);

/** Opens what a team has of Redis. Does not wait for the connection. */
export function openRedis({ url, scope, onError, aliveMs, settleMs }: RedisOptions): TeamRedis {
  const link = url === null ? NO_REDIS : new RedisConnection(url, onError);
  const messages = url === null ? NO_MESSAGES : new RedisMessages(link, url, onError);
  const onMissed = (): void => messages.tellGap();
  const seen = { link, scope, onJoined: onMissed, ...(settleMs !== undefined && { settleMs }) };
  const presence = url === null ? null : new Presence(seen);
  const isAlone = (): boolean => presence === null || presence.term !== null;
  const generations = presence && new RedisGenerations(link, scope, presence);
  const alive = { link, messages, scope, onLost: onMissed, ...(aliveMs && { everyMs: aliveMs }) };
  const peers = url === null ? null : new Peers(alive);
  return {
    generations: generations ?? NO_GENERATIONS,
    answers: new RedisAnswers(link),
    sessionStates: (reader) => new CachedSessionStates(link, messages, reader, scope),
    limit: (name, points, seconds) => new SharedLimit(link, `${scope}:${name}`, points, seconds),
    socketAdapter: socketAdapter(messages, scope, isAlone),
    isAlone,
    pass: generations && ((names) => generations.pass(names)),
    onGap: (listener) => messages.onGap(listener),
    ping: () =>
      link
        .ask((redis) => redis.ping())
        .then(() => true)
        .catch(() => false),
    owed: () => generations?.owed ?? 0,
    close: async () => {
      generations?.close();
      await presence?.close();
      await peers?.close();
      messages.close();
      await link.close();
    },
  };
}
