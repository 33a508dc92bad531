import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { WorkspaceItem } from '../../server/contract/app.ts';
import { destinationIn } from '../../server/contract/destinations.ts';
import { fakeId } from '../test/fake-api.ts';
import type { Access } from './access.ts';
import { taskLinks } from './task-links.ts';
import { baseOf, type WorkspaceSession } from './workspace.tsx';

const ORIGIN = 'http://127.0.0.1:4321';
const TEAM = 'https://team.example.org';
const [ONE, TWO] = [fakeId(1), fakeId(2)];

const item = (id: string, kind: WorkspaceItem['kind'], url?: string): WorkspaceItem => ({
  id,
  kind,
  name: id,
  ...(url ? { url } : {}),
  status: { state: 'synced', waiting: 0, conflicts: 0, syncedAt: null },
  notices: [],
});
const THERE = [item('personal', 'personal'), item('north', 'team', TEAM), item('south', 'databases')];

const session = (id: string, account: Access | null = null): WorkspaceSession =>
  ({
    id,
    origin: ORIGIN,
    base: account ? '' : baseOf(id),
    account,
    queries: new QueryClient(),
    workspaces: () => Promise.resolve(THERE),
  }) as unknown as WorkspaceSession;

test('of a team with a server the links are the server’s own, in the shell as in a browser', async () => {
  for (const inShell of [true, false])
    expect(await taskLinks(session('north'), [ONE, TWO], inShell)).toEqual([
      `${TEAM}/tasks/${ONE}`,
      `${TEAM}/tasks/${TWO}`,
    ]);
});

test.each(['personal', 'south'])('in the shell those of %s lead back into this app', async (id) => {
  const links = await taskLinks(session(id), [ONE], true);
  expect(links).toEqual([`taskflow://task/${id}/${ONE}`]);
  expect(links.map(destinationIn)).toEqual([{ kind: 'task', workspaceId: id, taskId: ONE }]);
});

test('in a browser they are addresses of the page', async () => {
  expect(await taskLinks(session('personal'), [ONE], false)).toEqual([`${ORIGIN}/tasks/${ONE}`]);
  expect(await taskLinks(session('south'), [ONE], false)).toEqual([`${ORIGIN}/in/south/tasks/${ONE}`]);
});

test('the window of a team’s server has its own, and asks nobody', async () => {
  const own = session('north', {} as Access);
  expect(
    await taskLinks({ ...own, workspaces: () => Promise.reject(new Error('asked')) }, [ONE], false),
  ).toEqual([`${ORIGIN}/tasks/${ONE}`]);
});
