import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
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
