import { act, render, screen } from '@testing-library/react';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { OpenWorkspacesProvider, type OpenWorkspaces } from '../../api/open-workspaces.tsx';
import { dispatcher } from '../../keys/use-key.tsx';
import { fakeId } from '../../test/fake-api.ts';
import { ToastRegion, clearToasts } from '../../ui/toast.tsx';
import { onOpenJoin } from '../workspaces/open.ts';
import { useShellWishes } from './use-shell-wishes.ts';

const shell = await vi.hoisted(async () => (await import('../../test/fake-shell.ts')).fakeShell());

const ID = fakeId(7);

function Page() {
  useShellWishes();
  return <output>{useLocation().pathname}</output>;
}

/** The personal workspace in a window that has a team, north, beside it. */
function setUp() {
  const show = vi.fn();
  const opened: Pick<OpenWorkspaces, 'current' | 'has' | 'show'> = {
    current: () => ({ id: 'personal' }) as ReturnType<OpenWorkspaces['current']>,
    has: (id) => Promise.resolve(['personal', 'north'].includes(id)),
    show,
  };
  render(
    <OpenWorkspacesProvider value={opened as OpenWorkspaces}>
      <MemoryRouter initialEntries={['/tasks']}>
        <Page />
        <ToastRegion label="Messages" />
      </MemoryRouter>
    </OpenWorkspacesProvider>,
  );
  return { show, at: () => screen.getAllByRole('status')[0]?.textContent };
}

const send = (to: object) => act(async () => shell.send(to));

afterEach(() => act(clearToasts));

test('a task of the workspace that is shown opens in its place', async () => {
  const { show, at } = setUp();
  await send({ kind: 'task', workspaceId: 'personal', taskId: ID });
  expect(at()).toBe(`/tasks/${ID}`);
  expect(show).not.toHaveBeenCalled();
});

test('one of another workspace opens there', async () => {
  const { show, at } = setUp();
  await send({ kind: 'task', workspaceId: 'north', taskId: ID });
  expect(show).toHaveBeenCalledExactlyOnceWith('north', `/tasks/${ID}`);
  expect(at()).toBe('/tasks');
});

test('a workspace that is not here is not opened, and that is said', async () => {
  const { show, at } = setUp();
  await send({ kind: 'task', workspaceId: 'elsewhere', taskId: ID });
  expect(screen.getByRole('alert').textContent).toContain('There is no such workspace here');
  expect(show).not.toHaveBeenCalled();
  expect(at()).toBe('/tasks');
});

test('an invitation opens the dialog, and a notification of many the inbox', async () => {
  const { at } = setUp();
  const invites: (string | null)[] = [];
  const off = onOpenJoin((invite) => invites.push(invite));
  await send({ kind: 'join', invite: 'a'.repeat(43) });
  expect(invites).toEqual(['a'.repeat(43)]);
  expect(at()).toBe('/tasks');
  await send({ kind: 'inbox' });
  expect(at()).toBe('/inbox');
  off();
});

test('what the menu was asked for before the page was there is done once it is; search goes to the palette where there is no field', async () => {
  const acted: string[] = [];
  const offs = (['newTask', 'palette'] as const).map((id) =>
    dispatcher.register(id, () => void acted.push(id)),
  );
  shell.press('newTask');
  setUp();
  await vi.waitFor(() => expect(acted).toEqual(['newTask']));
  shell.press('search');
  await vi.waitFor(() => expect(acted).toEqual(['newTask', 'palette']));
  offs.push(dispatcher.register('search', () => void acted.push('search')));
  shell.press('search');
  await vi.waitFor(() => expect(acted.at(-1)).toBe('search'));
  for (const off of offs) off();
});
