import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerState } from './ipc/contract.ts';
import { ServerProcess, type ServerProcessOptions } from './server-process.ts';
import { forkNode } from './test/fork-node.ts';

const STUB = path.resolve(import.meta.dirname, 'test/stub-server.mjs');

const running: ServerProcess[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

/** A server that plays what `play` says, and every state it went through. */
function serve(play: string, options: Partial<ServerProcessOptions> = {}) {
  const states: ServerState[] = [];
  let forks = 0;
  const server = new ServerProcess({
    fork: () => ((forks += 1), forkNode(STUB)),
    launchKey: 'KEY',
    dataFolder: play,
    backoffMs: [1, 1, 1],
    drainMs: 5000,
    ...options,
  });
  server.onState((state) => states.push(state));
  running.push(server);
  const until = (wanted: ServerState['state']): Promise<ServerState> =>
    new Promise((resolve) => {
      if (server.state.state === wanted) return resolve(server.state);
      const off = server.onState((state) => {
        if (state.state !== wanted) return;
        off();
        resolve(state);
      });
    });
  return { server, states, until, forks: () => forks };
}

describe('the server’s process', () => {
  it('starts, says where it is, and stops when asked', async () => {
    const { server, until, states } = serve('steady');
    server.start();
    const ready = await until('ready');
    expect(ready).toHaveProperty('port');
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.folder).toBe('steady');
    await server.stop();
    expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'stopped']);
  });

  it('starts once, however often it is asked', async () => {
    const { server, until, forks } = serve('steady');
    server.start();
    server.start();
    await until('ready');
    server.start();
    expect(forks()).toBe(1);
  });

  it('comes back on the same port after a crash, so that the window keeps its origin', async () => {
    const { server, states, until } = serve('crash-once-ready');
    server.start();
    await until('ready');
    const origin = server.origin;
    await until('restarting');
    await until('ready');
    expect(server.origin).toBe(origin);
    expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'restarting', 'ready']);
  });

  it('gives up after its tries and says so; another start tries again', async () => {
    const { server, until, forks } = serve('crash');
    server.start();
    expect(await until('failed')).toMatchObject({ code: 'CRASHING' });
    expect(forks()).toBe(4);
    server.start();
    await until('restarting');
    await until('failed');
    expect(forks()).toBe(8);
  });

  it('hands on what the server itself says is wrong, and does not start again by itself', async () => {
    const { server, until, forks } = serve('held');
    server.start();
    expect(await until('failed')).toEqual({
      state: 'failed',
      code: 'NOT_A_FOLDER',
      params: { folder: '/held' },
    });
    // The failed one is still going down here: the new one waits for its end.
    server.start();
    await until('starting');
    await until('failed');
    expect(forks()).toBe(2);
  });

  it('does not wait for ever for a server that says nothing', async () => {
    const { server, until } = serve('silent', { readyMs: 50 });
    server.start();
    expect(await until('failed')).toMatchObject({ code: 'SILENT' });
  });

  it('kills a server that does not end', async () => {
    const { server, until } = serve('stubborn', { drainMs: 50 });
    server.start();
    await until('ready');
    await server.stop();
    expect(server.state.state).toBe('stopped');
  });

  it('does not start again while it is being stopped', async () => {
    const { server, until, forks } = serve('steady');
    server.start();
    await until('ready');
    const stopped = server.stop();
    server.start();
    await stopped;
    expect(forks()).toBe(1);
  });
});
