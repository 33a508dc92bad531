import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Access } from '../../api/access.ts';
import { RegisterPage } from './register-page.tsx';

const INVITE = 'A'.repeat(43);
const user = { id: '01a20bdd-c221-7172-9c43-22168b3ad724', email: 'wanda@example.org' };

/** A team's server that answers each path in turn; the last answer stays. */
function open(answers: Record<string, readonly (() => Response)[]>) {
  const asked: string[] = [];
  const fetch = ((input: RequestInfo | URL, init?: RequestInit) => {
    const { pathname } = new URL(new Request(input, init).url);
    const of = answers[pathname.replace('/api/v1', '')] ?? [() => Response.json({ registration: 'invite' })];
    const nth = asked.filter((path) => path === pathname).length;
    asked.push(pathname);
    const answer = of[Math.min(nth, of.length - 1)];
    return answer ? Promise.resolve().then(answer) : Promise.reject(new TypeError('no answer'));
  }) as typeof globalThis.fetch;
  const access = new Access({
    origin: 'http://x',
    storage: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
    locked: (run) => run(),
    device: '',
    reload: () => undefined,
    fetch,
  });
  const onIn = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RegisterPage access={access} invite={INVITE} onIn={onIn} />
    </QueryClientProvider>,
  );
  return { onIn };
}

const lost = (): Response => {
  throw new TypeError('the answer was lost');
};
const refused = (code: string, status: number) => () => Response.json({ code, message: code }, { status });
const signedIn = () => Response.json({ accessToken: 'a.b.c', expiresIn: 900, user });

async function join(): Promise<void> {
  await userEvent.type(screen.getByLabelText('E-mail address'), user.email);
  await userEvent.type(screen.getByLabelText('Password'), 'tent poles and string');
}
const press = () => userEvent.click(screen.getByRole('button', { name: 'Join the team' }));

test('who tries again after an answer was lost is in: the account is there already', async () => {
  const { onIn } = open({
    '/auth/register': [lost, refused('INVITE_INVALID', 403)],
    '/auth/login': [refused('BUSY', 503), signedIn],
  });
  await join();
  await press();
  expect(onIn).not.toHaveBeenCalled();
  await press();
  // Not that the invitation was used: that it was is no news to whoever used it.
  await screen.findByText(/Many people sign in just now/);
  await press();
  await vi.waitFor(() => expect(onIn).toHaveBeenCalledOnce());
});

test('an invitation that somebody else has used is called by its name', async () => {
  const { onIn } = open({
    '/auth/register': [refused('INVITE_INVALID', 403)],
    '/auth/login': [refused('BAD_CREDENTIALS', 401)],
  });
  await join();
  await press();
  await screen.findByText(/invitation/i, { selector: '.notice span' });
  expect(onIn).not.toHaveBeenCalled();
});
