import { act, render, screen } from '@testing-library/react';
import { QueryClient } from '@tanstack/react-query';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../../server/contract/client.ts';
import type { WorkspaceSession } from '../../../api/workspace.tsx';
import { ToastRegion, clearToasts } from '../../../ui/toast.tsx';
import { copyTaskLinks } from './copy-links.ts';

const session = (workspaces = (): Promise<unknown> => Promise.resolve([])): WorkspaceSession =>
  ({
    id: 'personal',
    origin: 'http://x',
    base: '',
    account: null,
    queries: new QueryClient({ defaultOptions: { queries: { retry: false } } }),
    workspaces,
  }) as unknown as WorkspaceSession;

beforeEach(() => {
  userEvent.setup();
  render(<ToastRegion label="Messages" />);
});
afterEach(() => {
  act(clearToasts);
  vi.restoreAllMocks();
});

test('one link or many, a line each, are said', async () => {
  await act(() => copyTaskLinks(session(), ['1']));
  expect(await navigator.clipboard.readText()).toBe('http://x/tasks/1');
  expect(await screen.findByText('Link copied.')).toBeTruthy();
  await act(() => copyTaskLinks(session(), ['1', '2']));
  expect(await navigator.clipboard.readText()).toBe('http://x/tasks/1\nhttp://x/tasks/2');
  expect(await screen.findByText('2 links copied.')).toBeTruthy();
});

test('a clipboard that refuses is said', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  await act(() => copyTaskLinks(session(), ['1']));
  expect(await screen.findByText('TaskFlow could not write to the clipboard.')).toBeTruthy();
  expect(screen.queryByText('Link copied.')).toBeNull();
});

test('where it cannot be known whose task it is nothing is copied, and that is said', async () => {
  await navigator.clipboard.writeText('before');
  const away = session(() => Promise.reject(new ApiError('UNREACHABLE', 0, 'away')));
  await act(() => copyTaskLinks(away, ['1']));
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(await navigator.clipboard.readText()).toBe('before');
});
