import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { WorkspaceItem } from '../../server/contract/app.ts';
import { createClient } from '../../server/contract/client.ts';
import { fakeApi } from '../test/fake-api.ts';
import { OpenWorkspaces, type AddressBar } from './open-workspaces.tsx';
import { queryKeys } from './query-keys.ts';
import { folderSettings } from './settings-store.ts';
import { StateWriter } from './state-writer.ts';
import { TaskCache } from './task-cache.ts';
import { workspaceIn, type WorkspaceSession } from './workspace.tsx';

/** A browser's history with an address bar. */
function addressBar(first: string): AddressBar & { back: () => void; readonly entries: string[] } {
  const entries = [first];
  const listeners: (() => void)[] = [];
  return {
    entries,
    path: () => entries.at(-1) ?? '/',
    go: (path, replace) => void (replace ? (entries[entries.length - 1] = path) : entries.push(path)),
    onMoved: (listener) => void listeners.push(listener),
    back: () => {
      entries.pop();
      for (const listener of listeners) listener();
    },
  };
}

const item = (id: string): WorkspaceItem => ({
  id,
  kind: id === 'personal' ? 'personal' : 'team',
  name: id,
  status: { state: 'synced', waiting: 0, conflicts: 0, syncedAt: null },
  notices: [],
});

function setUp(path: string, there: readonly string[] = ['personal', 'north']) {
  const api = fakeApi([]);
  const openedIds: string[] = [];
  const closed: string[] = [];
  const shown: string[] = [];
  const open = (id: string): WorkspaceSession => {
    openedIds.push(id);
    const queries = new QueryClient();
    const call = createClient({ api: `http://x/w/${id}/api/v1`, origin: 'http://x', fetch: api.fetch });
    return {
      id,
      origin: 'http://x',
      base: '',
      call,
      settings: folderSettings(call),
      workspaces: () => Promise.resolve(there.map(item)),
      account: null,
      queries,
      tasks: new TaskCache(queries),
      stored: new StateWriter(call),
      makings: null,
      connection: {
        state: () => 'connected',
        subscribe: () => () => undefined,
        onTask: () => () => undefined,
        onNotification: () => () => undefined,
        close: () => undefined,
      },
      close: () => void closed.push(id),
    };
  };
  const bar = addressBar(path);
  const opened = new OpenWorkspaces(open, bar, (session) => shown.push(session.id));
  return { api, opened, bar, openedIds, closed, shown };
}

test('the address says which workspace is shown', () => {
  expect(workspaceIn('/in/north/tasks/1')).toBe('north');
  expect(workspaceIn('/in/north?view=board')).toBe('north');
  expect(workspaceIn('/inbox')).toBeNull();
  // An address that nobody made here leaves the window standing.
  for (const typed of ['/in/%', '/in/North', '/in/a%20b/tasks', '/in/'])
    expect(workspaceIn(typed)).toBeNull();
  expect(setUp('/in/north/tasks').opened.current().id).toBe('north');
  expect(setUp('/inbox').opened.current().id).toBe('personal');
});

test('each is opened once, stays open, and comes back where one was', () => {
  const { opened, bar, openedIds } = setUp('/tasks?view=board');
  opened.show('north');
  expect(bar.path()).toBe('/in/north/tasks');
  const north = opened.current();
  opened.show('personal');
  expect(bar.path()).toBe('/tasks?view=board');
  opened.show('north', '/tasks/7');
  expect(bar.path()).toBe('/in/north/tasks/7');
  expect(opened.current()).toBe(north);
  expect(openedIds).toEqual(['personal', 'north']);
});

test('going back in the history goes back to the workspace too', () => {
  const { opened, bar, shown } = setUp('/tasks');
  opened.show('north');
  bar.back();
  expect(opened.current().id).toBe('personal');
  expect(shown).toEqual(['personal', 'north', 'personal']);
});

test('whether there is one, and which stands where, is asked of the list, and opens none', async () => {
  const { opened, openedIds } = setUp('/tasks');
  expect(await opened.has('north')).toBe(true);
  expect(await opened.has('elsewhere')).toBe(false);
  expect([await opened.at(0), await opened.at(1), await opened.at(2)]).toEqual(['personal', 'north', null]);
  expect(openedIds).toEqual(['personal']);
});

test('settings and the list of workspaces are there at once in the one that is shown next', () => {
  const { opened } = setUp('/tasks');
  opened.current().queries.setQueryData(queryKeys.workspaces, [item('personal')]);
  opened.show('north');
  expect(opened.current().queries.getQueryData(queryKeys.workspaces)).toEqual([item('personal')]);
});

test('the one that was looked at last opens where the address names none', async () => {
  const { opened, bar, api } = setUp('/');
  await opened.start();
  expect(bar.path()).toBe('/');
  opened.show('north');
  expect(api.asked).toContain('PATCH /app/v1/settings');

  const later = setUp('/');
  await later.opened.current().settings.change({ workspace: 'north' }, await read(later.opened));
  await later.opened.start();
  expect(later.bar.entries).toEqual(['/in/north/tasks']);
  expect(later.opened.current().id).toBe('north');
});

test('whoever goes somewhere while it is asked which one was last stays there', async () => {
  for (const away of ['/tasks/7', '/in/south/tasks']) {
    const { opened, bar } = setUp('/', ['personal', 'north', 'south']);
    await opened.current().settings.change({ workspace: 'north' }, await read(opened));
    const started = opened.start();
    bar.go(away, false);
    await started;
    expect(bar.entries).toEqual(['/', away]);
    expect(opened.current().id).toBe('personal');
  }
});

test('one that was removed meanwhile is not opened; what is shown and removed gives way to the personal one', async () => {
  const { opened, bar, closed } = setUp('/', ['personal']);
  await opened.current().settings.change({ workspace: 'north' }, await read(opened));
  await opened.start();
  expect(bar.path()).toBe('/');
  opened.show('north');
  opened.forget('north');
  expect(opened.current().id).toBe('personal');
  expect(closed).toEqual(['north']);
});

const read = (opened: OpenWorkspaces) => opened.current().settings.read(new AbortController().signal);
