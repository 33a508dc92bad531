import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { SearchField } from './search-field.tsx';

const field = () => screen.getByRole<HTMLInputElement>('textbox');

test('what is typed while a search comes back stays', async () => {
  const onSearch = vi.fn<(text: string) => void>();
  const shown = (text: string) => (
    <SearchField text={text} isOpen onOpenChange={() => undefined} onSearch={onSearch} />
  );
  const { rerender } = render(shown(''));
  await userEvent.type(field(), 'm');
  await waitFor(() => expect(onSearch).toHaveBeenLastCalledWith('m'));
  await userEvent.type(field(), 'a');
  await waitFor(() => expect(onSearch).toHaveBeenLastCalledWith('ma'));
  await userEvent.type(field(), 'p');
  for (const late of ['m', 'ma']) {
    rerender(shown(late));
    expect(field().value).toBe('map');
  }
  await waitFor(() => expect(onSearch).toHaveBeenLastCalledWith('map'));
  rerender(shown('map'));

  // Another view says something else.
  rerender(shown('tent'));
  expect(field().value).toBe('tent');
  rerender(shown(''));
  expect(field().value).toBe('');
});
