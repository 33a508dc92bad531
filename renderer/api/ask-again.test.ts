import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { askAgain } from './ask-again.ts';

/** A query that is shown; each question is answered when its test says so. */
function shown() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked: ((answer: string) => void)[] = [];
  const queryFn = (): Promise<string> => new Promise((resolve) => asked.push(resolve));
  const observer = new QueryObserver(queries, { queryKey: ['events'], queryFn });
  const stop = observer.subscribe(() => undefined);
  return { queries, asked, stop, data: () => observer.getCurrentResult().data };
}

test('an answer that was under way when something changed is asked for once more, also the very first', async () => {
  const { queries, asked, stop, data } = shown();
  expect(asked).toHaveLength(1);
  void askAgain(queries, { queryKey: ['events'] });
  asked[0]?.('before');
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.('after');
  await vi.waitFor(() => expect(data()).toBe('after'));
  void askAgain(queries, { queryKey: ['events'] });
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  // Overtaken by another change, its answer is not waited for.
  void askAgain(queries);
  await vi.waitFor(() => expect(asked).toHaveLength(4));
  asked[2]?.('late');
  asked[3]?.('last');
  await vi.waitFor(() => expect(data()).toBe('last'));
  void askAgain(queries, { queryKey: ['other'] });
  await Promise.resolve();
  expect(asked).toHaveLength(4);
  stop();
});
