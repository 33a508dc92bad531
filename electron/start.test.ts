import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundles } from '../build/test-services/bundles.ts';
import { createClient } from '../server/contract/client.ts';
import { getSettings } from '../server/contract/app.ts';
import { taskLink } from '../server/contract/destinations.ts';
import { callChannel, eventChannel } from './ipc/channels.ts';
import type { ServerState } from './ipc/contract.ts';
import { actionLink } from './security/navigation.ts';
import { start, type Running } from './start.ts';
import { FakeElectron, FakeEvent } from './test/fake-electron.ts';
import { forkNode } from './test/fork-node.ts';

let dist: string;
beforeAll(async () => {
  dist = await bundles();
}, 60_000);

let electron: FakeElectron;
let data: string;
let pid: number | undefined;
const others: FakeElectron[] = [];
beforeEach(() => {
  electron = new FakeElectron();
  data = path.join(electron.root, 'data');
});
afterEach(async () => {
  for (const one of [...others.splice(0), electron]) {
    await quit(one);
    rmSync(one.root, { recursive: true, force: true });
  }
});

const run = (at: FakeElectron = electron): Promise<Running | null> =>
  start(at, {
    argv: ['electron', '.', '--data', data],
    dist,
    fork: (entry, log) => {
      const child = forkNode(entry, (chunk) => log.write(chunk));
      pid = child.pid;
      return child;
    },
  });

async function quit(at: FakeElectron): Promise<void> {
  if (at.app.exitCode !== null || at.windows.length === 0) return;
  const exited = once(at.app, 'exited');
  at.app.quit();
  await exited;
}

/** Runs the app until its server is in a state. */
async function runUntil(wanted: ServerState['state'], at: FakeElectron = electron): Promise<Running> {
  const running = await run(at);
  if (!running) throw new Error('another instance holds the lock');
  await until(running, wanted);
  return running;
}

function until({ server }: Running, wanted: ServerState['state']): Promise<void> {
  return new Promise((resolve) => {
    if (server.state.state === wanted) return resolve();
    const off = server.onState(({ state }) => {
      if (state !== wanted) return;
      off();
      resolve();
    });
  });
}

/** The page that the window shows, as text. */
const shown = (at: FakeElectron = electron): string => decodeURIComponent(at.window.contents.url);

describe('the whole start, with the real server in a process of its own', () => {
  it('shows the window on the server, and requests of the page carry the key that the page never sees', async () => {
    const { server } = await runUntil('ready');
    const origin = server.origin ?? '';
    expect(electron.app.sandboxed).toBe(true);
    expect(electron.window.loads.at(-1)).toBe(`${origin}/`);
    expect(electron.window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    const url = `${origin}/app/v1/settings`;
    expect((await fetch(url)).status).toBe(401);
    const call = createClient({
      origin,
      api: `${origin}/w/personal/api/v1`,
      headers: () => electron.headersOf(url),
    });
    expect((await call(getSettings, {})).dataFolder).toBe(data);
    expect(JSON.stringify(electron.window.options)).not.toContain(Object.values(electron.headersOf(url))[0]);
  });

  it.each([['--data'], ['--data', '--no-sandbox'], ['--data=']])(
    'called with %s and no folder it opens none, and says so',
    async (...wish) => {
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      expect(await start(electron, { argv: ['electron', '.', ...wish], dist })).toBeNull();
      expect(said.mock.calls.join('')).toMatch(/^--data names no folder. Give the path of one/);
      said.mockRestore();
      expect(electron.app.exitCode).toBe(1);
      expect(electron.windows).toEqual([]);
    },
  );

  it('is shown when it has painted', async () => {
    await runUntil('ready');
    expect(electron.window.visible).toBe(false);
    electron.window.emit('ready-to-show');
    expect(electron.window.visible).toBe(true);
  });

  it('lets nothing else into the window, and hands links to the browser', async () => {
    const { server } = await runUntil('ready');
    for (const event of ['will-navigate', 'will-redirect']) {
      const away = new FakeEvent('https://evil.example/');
      electron.window.contents.emit(event, away);
      expect(away.prevented).toBe(true);
      const home = new FakeEvent(`${server.origin}/tasks`);
      electron.window.contents.emit(event, home);
      expect(home.prevented).toBe(false);
    }
    const webview = new FakeEvent();
    electron.window.contents.emit('will-attach-webview', webview);
    expect(webview.prevented).toBe(true);
    expect(electron.window.contents.openHandler({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    expect(electron.window.contents.openHandler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(electron.opened).toEqual(['https://example.com/']);
    expect(electron.checkPermission(null, 'geolocation', server.origin ?? '')).toBe(false);
    expect(electron.checkPermission(null, 'notifications', server.origin ?? '')).toBe(true);
  });

  it('comes back on the same origin after its server was killed, without loading the page again', async () => {
    const running = await runUntil('ready');
    const { origin } = running.server;
    const loads = electron.window.loads.length;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await until(running, 'restarting');
    await until(running, 'ready');
    expect(running.server.origin).toBe(origin);
    expect(electron.window.loads).toHaveLength(loads);
    const states = electron.window.contents.sent.filter(
      ({ channel }) => channel === eventChannel('serverState'),
    );
    expect(states.map(({ payload }) => (payload as ServerState).state).slice(-2)).toEqual([
      'restarting',
      'ready',
    ]);
  });

  it('says in the window that the folder is held by another, and opens it once it is free', async () => {
    await runUntil('ready');
    const second = new FakeElectron();
    others.push(second);
    const running = await runUntil('failed', second);
    expect(shown(second)).toContain('<h1>');
    expect(shown(second)).toContain(actionLink('retry'));
    expect(shown(second)).not.toContain('<script');
    await quit(electron);
    second.window.contents.emit('will-navigate', new FakeEvent(actionLink('retry')));
    await until(running, 'ready');
    expect(second.window.loads.at(-1)).toBe(`${running.server.origin}/`);
  });

  it('quits in order: out of sight, the server’s work put away, the end; and the folder is free', async () => {
    const { server } = await runUntil('ready');
    electron.window.show();
    const exited = once(electron.app, 'exited');
    electron.app.quit();
    expect(electron.window.visible).toBe(false);
    expect(electron.app.exitCode).toBeNull();
    electron.app.quit();
    await exited;
    expect(server.state.state).toBe('stopped');
    expect(electron.calls.size).toBe(0);
    await expect(fetch(`${server.origin}/`)).rejects.toThrow();
    expect(existsSync(path.join(data, 'lock'))).toBe(false);
  });

  it('asks the page for what was typed last before the server ends, and closes with one that does not answer', async () => {
    const { server } = await runUntil('ready');
    electron.pageAnswers = false;
    const asked = once(electron.window.contents, 'sent');
    electron.app.quit();
    await asked;
    expect(electron.window.contents.sent.at(-1)?.channel).toBe(eventChannel('leaving'));
    expect(server.state.state).toBe('ready');
    await once(electron.app, 'exited');
    expect(server.state.state).toBe('stopped');
  });

  it('hands over to the first instance and ends', async () => {
    electron.app.hasLock = false;
    expect(await run()).toBeNull();
    expect(electron.windows).toHaveLength(0);
    expect(electron.app.quits).toBe(1);
    expect(electron.app.exitCode).toBe(0);
  });

  describe('where a link or a notification leads', () => {
    const invite = 'a'.repeat(43);
    const link = `taskflow://join#${invite}`;
    const taskId = '0197e7a2-6c1d-7f00-8a10-0d4f6f2b9c3e';
    const task = { kind: 'task', workspaceId: 'personal', taskId };
    const taken = (url = electron.window.contents.url) =>
      electron.call(callChannel('takeDestination'), undefined, url);
    const told = () =>
      electron.window.contents.sent.filter(({ channel }) => channel === eventChannel('destination')).length;

    it('comes to the front and waits for the page, from a second start as from the system', async () => {
      await runUntil('ready');
      electron.app.emit('second-instance', new FakeEvent(), ['TaskFlow', '--x', link]);
      expect(electron.window.focused).toBe(1);
      expect(told()).toBe(1);
      expect(await taken()).toEqual({ ok: true, value: { kind: 'join', invite } });
      expect(await taken()).toEqual({ ok: true, value: null });
      const url = new FakeEvent();
      electron.app.emit('open-url', url, taskLink('personal', taskId));
      expect(url.prevented).toBe(true);
      expect(electron.window.focused).toBe(2);
      expect(told()).toBe(2);
      // Nobody but our own page.
      expect(await taken('http://127.0.0.1:1/')).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
      expect(await taken()).toEqual({ ok: true, value: task });
      // An app on a folder of its own leaves the account's links alone.
      expect(electron.app.registered).toEqual([]);
    });

    it('is nowhere for what is no link of ours: the app comes to the front, and that is all', async () => {
      await runUntil('ready');
      const before = { calls: [...electron.calls.keys()], loads: electron.window.loads.length };
      electron.app.emit('open-url', new FakeEvent(), `${link}&x`);
      electron.app.emit('second-instance', new FakeEvent(), ['TaskFlow', `taskflow://task/personal/../quit`]);
      expect(electron.window.focused).toBe(2);
      expect(await taken()).toEqual({ ok: true, value: null });
      expect(electron.windows).toHaveLength(1);
      expect({ calls: [...electron.calls.keys()], loads: electron.window.loads.length }).toEqual(before);
      expect([electron.app.quits, electron.opened]).toEqual([0, []]);
    });

    it('waits for the first page where it starts the app, and chooses no folder', async () => {
      const running = await start(electron, {
        argv: ['TaskFlow', '--data', data, taskLink('personal', taskId), '--data=/elsewhere'],
        dist,
        fork: (entry, log) => forkNode(entry, (chunk) => log.write(chunk)),
      });
      if (!running) throw new Error('another instance holds the lock');
      await until(running, 'ready');
      expect(running.server.folder).toBe(data);
      expect(await taken()).toEqual({ ok: true, value: task });
    });

    it('waits for a new window where the last was closed', async () => {
      const running = await runUntil('ready');
      electron.window.destroy();
      electron.app.emit('open-url', new FakeEvent(), taskLink('personal', taskId));
      expect(electron.windows).toHaveLength(2);
      expect(electron.window.loads).toEqual([`${running.server.origin}/`]);
      expect(await taken()).toEqual({ ok: true, value: task });
    });
  });

  it('comes to the front for a second start, and opens again where its window is gone', async () => {
    await runUntil('ready');
    electron.window.minimized = true;
    electron.app.emit('second-instance', new FakeEvent(), ['TaskFlow']);
    expect(electron.window).toMatchObject({ minimized: false, visible: true, focused: 1 });
    electron.window.destroy();
    electron.app.emit('activate');
    expect(electron.windows).toHaveLength(2);
  });

  it('keeps the window’s place for the next start', async () => {
    await runUntil('ready');
    electron.window.bounds = { x: 50, y: 60, width: 1000, height: 700 };
    const closed = once(electron.window, 'closed');
    electron.window.close();
    expect(electron.window.visible).toBe(false);
    await closed;
    electron.app.emit('activate');
    expect(electron.window.options).toMatchObject({ x: 50, y: 60, width: 1000, height: 700 });
  });
});

describe('what the window may ask for', () => {
  const ask = (name: Parameters<typeof callChannel>[0], input?: unknown, url?: string, parent?: unknown) =>
    electron.call(callChannel(name), input, url ?? electron.window.contents.url, parent);

  it('answers its own page', async () => {
    const { server } = await runUntil('ready');
    expect(await ask('serverState')).toEqual({ ok: true, value: server.state });
    expect(await ask('setBadge', 3)).toEqual({ ok: true, value: null });
    expect(electron.app.badge).toBe(3);
    expect(await ask('openExternal', 'https://example.com')).toEqual({ ok: true, value: true });
    expect(await ask('openExternal', 'file:///etc/passwd')).toEqual({ ok: true, value: false });
    await ask('showDataFolder');
    expect(electron.opened).toEqual(['https://example.com/', data]);
  });

  it('refuses every call from elsewhere and from a frame inside', async () => {
    await runUntil('ready');
    for (const channel of electron.calls.keys()) {
      expect(await electron.call(channel, undefined, 'https://evil.example/')).toMatchObject({ ok: false });
      expect(await electron.call(channel, undefined, 'data:text/html,x')).toMatchObject({ ok: false });
      expect(await electron.call(channel, undefined, electron.window.contents.url, {})).toMatchObject({
        ok: false,
        error: { code: 'FORBIDDEN' },
      });
    }
    expect(electron.app.quits).toBe(0);
  });

  it.each([
    ['setBadge', -1],
    ['setBadge', '3'],
    ['openExternal', { url: 'https://example.com' }],
    ['saveFile', { name: '' }],
    ['quit', 'now'],
  ] as const)('refuses %s(%j)', async (name, input) => {
    await runUntil('ready');
    expect(await ask(name, input)).toMatchObject({ ok: false, error: { code: 'INVALID' } });
  });

  it('saves a file where the person says, whole or not at all', async () => {
    await runUntil('ready');
    expect(await ask('saveFile', { name: 'tasks.csv', content: 'a,b' })).toEqual({ ok: true, value: false });
    electron.saveTo = path.join(electron.root, 'out.csv');
    expect(await ask('saveFile', { name: 'tasks.csv', content: 'a,b' })).toEqual({ ok: true, value: true });
    expect(readFileSync(electron.saveTo, 'utf8')).toBe('a,b');
    electron.saveTo = path.join(electron.root, 'folder');
    mkdirSync(path.join(electron.saveTo, 'full'), { recursive: true });
    writeFileSync(path.join(electron.saveTo, 'full', 'x'), '');
    expect(await ask('saveFile', { name: 'tasks.csv', content: 'a,b' })).toMatchObject({
      ok: false,
      error: { code: 'FAILED' },
    });
    expect(existsSync(`${electron.saveTo}.part`)).toBe(false);
  });

  it('what the menu asks for waits for a page, and the last is done once', async () => {
    await runUntil('ready');
    const press = (label: string) =>
      electron.menu
        .flatMap(({ submenu }) => submenu ?? [])
        .find((item) => item.label === label)
        ?.click?.();
    press('Settings');
    press('New task');
    expect(electron.window.contents.sent).toContainEqual({
      channel: eventChannel('command'),
      payload: null,
    });
    const taken = () => electron.call(callChannel('takeCommand'), undefined, electron.window.contents.url);
    expect(await taken()).toEqual({ ok: true, value: 'newTask' });
    expect(await taken()).toEqual({ ok: true, value: null });
  });
});
