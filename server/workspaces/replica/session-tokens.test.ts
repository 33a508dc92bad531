import { expect, test } from 'vitest';
import { ApiError, type Call } from '../../contract/client.ts';
import type { SecretStore } from './secret-store.ts';
import { SessionTokens, keepSession } from './session-tokens.ts';

const SESSION = '0f5a3d52-7c0e-4f7b-9a55-5a8a6c4d3e21';
const FIRST = 'a'.repeat(43);
const LIFE = 900;

/** A team's side of a session, as docs/decisions/121 has it: the next secret becomes current; a repeat is answered again. */
class Session {
  current = FIRST;
  last: { from: string; to: string } | null = null;
  asked: { refreshToken: string; next: string }[] = [];
  /** `request`: it does not get there; `answer`: it does, and the answer does not come back. */
  lost: 'request' | 'answer' | null = null;

  readonly call = (async (_route: unknown, { body }: { body: { refreshToken: string; next: string } }) => {
    await Promise.resolve();
    this.asked.push(body);
    const unreachable = new ApiError('UNREACHABLE', 0, 'away');
    if (this.lost === 'request') throw unreachable;
    const secret = body.refreshToken.split('.')[1];
    if (secret === this.current) {
      this.last = { from: this.current, to: body.next };
      this.current = body.next;
    } else if (secret !== this.last?.from || body.next !== this.last?.to)
      throw new ApiError('SESSION_ENDED', 401, 'ended');
    if (this.lost === 'answer') throw unreachable;
    return { accessToken: `access-${this.asked.length}`, expiresIn: LIFE };
  }) as unknown as Call;
}

class Secrets implements SecretStore {
  value: string | null = null;
  fails = false;

  get(): Promise<string | null> {
    return Promise.resolve(this.value);
  }

  set(_key: string, secret: string): Promise<void> {
    if (this.fails) return Promise.reject(new Error('the keystore is locked'));
    this.value = secret;
    return Promise.resolve();
  }

  delete(): Promise<void> {
    this.value = null;
    return Promise.resolve();
  }
}

async function signedIn() {
  const [session, secrets, time] = [new Session(), new Secrets(), { now: 0 }];
  await keepSession(secrets, 'w', `${SESSION}.${FIRST}`);
  const start = (): SessionTokens =>
    new SessionTokens({ secrets, key: 'w', call: session.call, clock: { now: () => time.now } });
  return { session, secrets, time, start };
}

test('a token is used until a minute before its end; of many that ask at once one renews', async () => {
  const { session, time, start } = await signedIn();
  const tokens = start();
  const [one, two] = await Promise.all([tokens.token(), tokens.token()]);
  expect([one, two, session.asked.length]).toEqual(['access-1', 'access-1', 1]);
  time.now = (LIFE - 61) * 1000;
  expect(await tokens.token()).toBe('access-1');
  time.now += 2_000;
  expect(tokens.isDue).toBe(true);
  expect(await tokens.token()).toBe('access-2');
  expect(new Set(session.asked.map(({ next }) => next)).size).toBe(2);
});

test.each(['request', 'answer'] as const)('a lost %s costs nothing, after a restart either', async (lost) => {
  const { session, start } = await signedIn();
  session.lost = lost;
  await expect(start().token()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await expect(start().token()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  session.lost = null;
  const tokens = start();
  expect(await tokens.token()).toBe('access-3');
  expect(new Set(session.asked.map(({ next }) => next)).size).toBe(1);
  expect(await tokens.renew()).toBe('access-4');
});

test('what could not be saved is not asked for', async () => {
  const { session, secrets, start } = await signedIn();
  secrets.fails = true;
  await expect(start().token()).rejects.toThrow('locked');
  expect(session.asked).toEqual([]);
});

test('a sign-in while a renewal was under way stands', async () => {
  const { session, secrets, start } = await signedIn();
  const other = `${SESSION}.${'b'.repeat(43)}`;
  const tokens = start();
  const renewing = tokens.token();
  const asked = new Promise<void>((resolve) => {
    session.asked.push = (...items) => {
      resolve();
      return Array.prototype.push.apply(session.asked, items);
    };
  });
  await asked;
  await keepSession(secrets, 'w', other);
  await renewing;
  expect(JSON.parse(secrets.value ?? '')).toEqual({ refreshToken: other });
});

test.each([null, '', '{"refreshTok', 'null', '{}'])(
  'with %j for a session somebody has to sign in',
  async (kept) => {
    const { secrets, start } = await signedIn();
    secrets.value = kept;
    await expect(start().token()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  },
);
