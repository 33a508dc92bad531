import { act, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Dialog } from './dialog.tsx';
import { ToastRegion, clearToasts, showToast } from './toast.tsx';

afterEach(() => act(clearToasts));

test('a toast over an open dialog is said and can be pressed, unlike what lies below', async () => {
  render(
    <>
      <ToastRegion label="Messages" />
      <main>Below</main>
      <Dialog isOpen onClose={() => undefined} title="A link">
        <p>Copy it.</p>
      </Dialog>
    </>,
  );
  act(() => void showToast({ text: 'It could not be copied.', tone: 'bad' }));
  expect((await screen.findByRole('alert')).closest('[inert]')).toBeNull();
  expect(screen.getByRole('main').closest('[inert]')).not.toBeNull();
});
