import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ToastRegion, clearToasts } from '../../ui/toast.tsx';
import { CopyButton } from './copy-button.tsx';

test('a copy is said beside the button, not inside of it', async () => {
  const user = userEvent.setup();
  render(<CopyButton text="/data" label="Copy the path" copied="Copied" />);
  expect(within(screen.getByRole('button')).queryByRole('status')).toBeNull();
  expect(screen.getByRole('status').textContent).toBe('');
  await user.click(screen.getByRole('button', { name: 'Copy the path' }));
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Copied'));
  expect(await navigator.clipboard.readText()).toBe('/data');
});

test('a clipboard that refuses is told, and the button does not claim a copy', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
  render(
    <>
      <CopyButton text="/data" label="Copy the path" copied="Copied" />
      <ToastRegion label="Messages" />
    </>,
  );
  await user.click(screen.getByRole('button', { name: 'Copy the path' }));
  expect((await screen.findByRole('alert')).textContent).toBe('TaskFlow could not write to the clipboard.');
  expect(screen.queryByText('Copied')).toBeNull();
  act(clearToasts);
});
