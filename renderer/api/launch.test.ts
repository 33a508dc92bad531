import { expect, test, vi } from 'vitest';
import { launchWindow, type LaunchPlace } from './launch.ts';

const CODE = 'a1B2c3D4e5F6a7B8c9D0e1';

function place(over: Partial<LaunchPlace> & { hash?: string; kept?: string; answer?: Response | Error }) {
  const kept = new Map<string, string>(over.kept ? [['taskflow.launchKey', over.kept]] : []);
  const clean = vi.fn<(url: string) => void>();
  const send = vi.fn<typeof fetch>(() =>
    over.answer instanceof Response
      ? Promise.resolve(over.answer)
      : Promise.reject(over.answer ?? new Error()),
  );
  const given: LaunchPlace = {
    location: { hash: over.hash ?? '', pathname: '/tasks', search: '?a=1' },
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    clean,
    origin: 'http://127.0.0.1:1',
    inShell: over.inShell ?? false,
    fetch: send,
  };
  return { given, kept, clean, send };
}

const refused = () =>
  Response.json({ code: 'LAUNCH_CODE_INVALID', message: 'used', statusCode: 401 }, { status: 401 });

test('in the shell nothing is asked', async () => {
  const { given, send } = place({ inShell: true });
  expect(await launchWindow(given)).toEqual({ state: 'ready', key: null });
  expect(send).not.toHaveBeenCalled();
});

test('a code is exchanged, taken out of the address, and its key kept', async () => {
  const { given, clean, send, kept } = place({ hash: `#${CODE}`, answer: Response.json({ key: 'k' }) });
  expect(await launchWindow(given)).toEqual({ state: 'ready', key: 'k' });
  expect(clean).toHaveBeenCalledWith('/tasks?a=1');
  expect(kept.get('taskflow.launchKey')).toBe('k');
  expect(send.mock.calls[0]?.[0]).toBe('http://127.0.0.1:1/app/v1/launch');
});

test('without a code the kept key serves, without either nothing does', async () => {
  expect(await launchWindow(place({ kept: 'old' }).given)).toEqual({ state: 'ready', key: 'old' });
  expect(await launchWindow(place({}).given)).toEqual({ state: 'no-key' });
});

test('a used code falls back on the kept key', async () => {
  expect(await launchWindow(place({ hash: `#${CODE}`, answer: refused() }).given)).toEqual({
    state: 'code-used',
  });
  expect(await launchWindow(place({ hash: `#${CODE}`, kept: 'old', answer: refused() }).given)).toEqual({
    state: 'ready',
    key: 'old',
  });
});

test('no answer at all says so', async () => {
  expect(await launchWindow(place({ hash: `#${CODE}` }).given)).toEqual({ state: 'unreachable' });
});
