import { createSecretKey, randomUUID } from 'node:crypto';
import type { Postgres } from '../../adapters/team/postgres/index.ts';
import { AccessTokens } from '../../modules/auth/access-tokens.ts';
import { systemClock } from '../../ports/clock.ts';

const KEY = { kid: 'bench', secret: Buffer.alloc(32, 7) };

/** What a server is told so that it takes the tokens made here. */
export const JWT_SECRET = `${KEY.kid}:${KEY.secret.toString('base64')}`;

/** Opens a session for each of these people; answers who makes a fresh access token for one of them. */
export async function signInAll(
  store: Postgres,
  ids: readonly string[],
): Promise<(userId: string) => string> {
  const sessions = new Map(ids.map((id) => [id, randomUUID()]));
  await store.database.rows(
    {
      name: '',
      text: `INSERT INTO sessions (id, user_id, kind, current_hash, idle_expires_at, expires_at)
             SELECT s, u, 'app', '\\x00', now() + interval '1 day', now() + interval '1 day'
             FROM unnest($1::uuid[], $2::uuid[]) AS o (u, s)`,
    },
    [[...sessions.keys()], [...sessions.values()]],
  );
  const key = { kid: KEY.kid, key: createSecretKey(KEY.secret) };
  const tokens = new AccessTokens(
    { current: key, find: () => key.key },
    store.meta().instanceId,
    systemClock,
  );
  return (userId) => tokens.issue({ userId, sessionId: sessions.get(userId) ?? '' }).accessToken;
}
