import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { getProfile } from '../../server/contract/users.ts';
import { Access, type AccessPlace } from './access.ts';

const b64 = (value: object): string => btoa(JSON.stringify(value)).replaceAll('=', '');
const tokenOf = (user: string, number: number): string => `h.${b64({ sub: user, n: number })}.s`;
const refused = (code: string, status: number) => Response.json({ code, message: code }, { status });

interface FakeTeam {
  user: string;
  issued: number;
  valid: string;
  renewals: number;
  /** What /auth/refresh answers instead; 'down' is no answer at all. */
  renewal: ('down' | Response)[];
  readonly asked: string[];
  /** How a token that is not the valid one is refused. */
  refusal: string;
  readonly fetch: typeof fetch;
}

/** A team's server: knows one token at a time, renews it by its cookie, forgets sessions on demand. */
function serverOf(): FakeTeam {
  const server: FakeTeam = {
    user: 'ada',
    issued: 0,
    valid: '',
    renewals: 0,
    renewal: [],
    asked: [],
    refusal: 'TOKEN_EXPIRED',
    fetch: vi.fn<typeof fetch>((input, init) => {
      const path = new URL(input as string).pathname.replace('/api/v1', '');
      server.asked.push(path);
      const issue = () => {
        server.valid = tokenOf(server.user, ++server.issued);
        return { accessToken: server.valid, expiresIn: 900 };
      };
      if (path === '/auth/refresh') {
        server.renewals++;
        const next = server.renewal.shift();
        if (next === 'down') return Promise.reject(new Error('no network'));
        return Promise.resolve(next ?? Response.json(issue()));
      }
      if (path === '/auth/login')
        return Promise.resolve(Response.json({ ...issue(), user: { id: server.user } }));
      const shown = new Headers(init?.headers).get('authorization');
      if (shown !== `Bearer ${server.valid}`) return Promise.resolve(refused(server.refusal, 401));
      return Promise.resolve(Response.json({ id: server.user }));
    }),
  };
  return server;
}

function accessTo(server: FakeTeam, hint = '1') {
  const kept = new Map<string, string>(hint ? [['taskflow.signedIn', hint]] : []);
  const reload = vi.fn<() => void>();
  const place: AccessPlace = {
    origin: 'http://team',
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    locked: (run) => run(),
    device: 'Test',
    reload,
    fetch: server.fetch,
  };
  return { access: new Access(place), kept, reload };
}

const ADA = { email: 'ada@example.org', password: 'walks to the hut' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('who has never signed in here is asked for no cookie', async () => {
  const server = serverOf();
  const { access } = accessTo(server, '');
  await access.start();
  expect(access.state()).toEqual({ is: 'out', why: 'new' });
  expect(server.asked).toEqual([]);
});

test('a token that has ended is renewed once, and the request goes out again', async () => {
  const server = serverOf();
  const { access } = accessTo(server);
  await access.start();
  server.valid = 'another';
  const [one, two] = await Promise.all([access.call(getProfile, {}), access.call(getProfile, {})]);
  expect([one, two]).toEqual([{ id: 'ada' }, { id: 'ada' }]);
  expect(server.renewals).toBe(2);
});

test('a minute before its end it is renewed by itself, and sockets hear of the new one', async () => {
  const server = serverOf();
  const { access } = accessTo(server);
  await access.start();
  const heard = vi.fn<(token: string) => void>();
  access.onRenewed(heard);
  await vi.advanceTimersByTimeAsync(839_000);
  expect(server.renewals).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.renewals).toBe(2);
  expect(heard).toHaveBeenCalledWith(server.valid);
});

test('while the network fails it is tried at 0.5, 2 and 5 s; then the page says that nobody answers', async () => {
  const server = serverOf();
  server.renewal = ['down', 'down', 'down', 'down'];
  const { access } = accessTo(server);
  const started = access.start();
  await vi.advanceTimersByTimeAsync(500 + 2000 + 4999);
  expect(server.renewals).toBe(3);
  await vi.advanceTimersByTimeAsync(1);
  await started;
  expect(server.renewals).toBe(4);
  expect(access.state()).toEqual({ is: 'unreachable' });
});

test('what is asked while the session has ended waits, and goes out after the sign-in', async () => {
  const server = serverOf();
  const { access } = accessTo(server);
  await access.start();
  server.valid = '';
  server.refusal = 'SESSION_ENDED';
  server.renewal = [refused('SESSION_ENDED', 401)];
  const asked = access.call(getProfile, {});
  await vi.waitFor(() => expect(access.state()).toEqual({ is: 'out', why: 'ended' }));
  const later = access.call(getProfile, {});
  const given = new AbortController();
  const gone = access.call(getProfile, {}, { signal: given.signal });
  const socket = access.another();
  given.abort();
  await expect(gone).rejects.toThrow();
  await access.signIn(ADA);
  await socket;
  expect(await access.token()).toBe(server.valid);
  expect(await Promise.all([asked, later])).toEqual([{ id: 'ada' }, { id: 'ada' }]);
});

test('an account that was disabled is told apart', async () => {
  const server = serverOf();
  const { access, kept } = accessTo(server);
  await access.start();
  server.valid = '';
  server.renewal = [refused('ACCOUNT_DISABLED', 403)];
  void access.call(getProfile, {});
  await vi.waitFor(() => expect(access.state()).toEqual({ is: 'out', why: 'disabled' }));
  expect(kept.size).toBe(0);
});

test('another person of the same browser never acts in this window', async () => {
  const server = serverOf();
  const { access, reload } = accessTo(server);
  await access.start();
  server.user = 'noor';
  server.valid = '';
  void access.call(getProfile, {});
  await vi.waitFor(() => expect(access.state()).toEqual({ is: 'out', why: 'replaced' }));
  expect(server.asked.filter((path) => path === '/auth/profile')).toHaveLength(1);
  await access.signIn(ADA);
  expect(reload).toHaveBeenCalled();
  expect(access.state().is).toBe('out');
});
