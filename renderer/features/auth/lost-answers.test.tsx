import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { Access } from '../../api/access.ts';
import { RegisterPage } from './register-page.tsx';
import { ResetPage } from './reset-page.tsx';

const TOKEN = 'A'.repeat(43);
const user = { id: '01a20bdd-c221-7172-9c43-22168b3ad724', email: 'wanda@example.org' };

/** A team's server that answers each path in turn; the last answer stays. */
function open(
  answers: Record<string, readonly (() => Response)[]>,
  page: (access: Access, onDone: () => void) => ReactNode,
) {
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
  const onDone = vi.fn();
  render(<QueryClientProvider client={new QueryClient()}>{page(access, onDone)}</QueryClientProvider>);
  return onDone;
}

const lost = (): Response => {
  throw new TypeError('the answer was lost');
};
const refused = (code: string, status: number) => () => Response.json({ code, message: code }, { status });
const signedIn = () => Response.json({ accessToken: 'a.b.c', expiresIn: 900, user });

const joining = async (answers: Parameters<typeof open>[0]) => {
  const onIn = open(answers, (access, done) => <RegisterPage access={access} invite={TOKEN} onIn={done} />);
  await userEvent.type(screen.getByLabelText('E-mail address'), user.email);
  await userEvent.type(screen.getByLabelText('Password'), 'tent poles and string');
  return onIn;
};
const press = (name = 'Join the team') => userEvent.click(screen.getByRole('button', { name }));

test('who tries again after an answer was lost is in: the account is there already', async () => {
  const onIn = await joining({
    '/auth/register': [lost, refused('INVITE_INVALID', 403)],
    '/auth/login': [refused('BUSY', 503), signedIn],
  });
  await press();
  expect(onIn).not.toHaveBeenCalled();
  await press();
  // Not that the invitation was used: that it was is no news to whoever used it.
  await screen.findByText(/Many people sign in just now/);
  await press();
  await vi.waitFor(() => expect(onIn).toHaveBeenCalledOnce());
});

test('an invitation that somebody else has used is called by its name', async () => {
  const onIn = await joining({
    '/auth/register': [refused('INVITE_INVALID', 403)],
    '/auth/login': [refused('BAD_CREDENTIALS', 401)],
  });
  await press();
  await screen.findByText(/invitation/i, { selector: '.notice span' });
  expect(onIn).not.toHaveBeenCalled();
});

test('a new password that was set, with its answer lost, is set; another one is not by the same link', async () => {
  const answers = { '/auth/reset': [lost, refused('LINK_INVALID', 403)] };
  const onDone = open(answers, (access, done) => <ResetPage access={access} token={TOKEN} onDone={done} />);
  const field = screen.getByLabelText('New password');
  await userEvent.type(field, 'another way up');
  await press('Set the password');
  await userEvent.type(field, ' there');
  await press('Set the password');
  await screen.findByText(/This link has been used/);
  expect(onDone).not.toHaveBeenCalled();
  await userEvent.clear(field);
  await userEvent.type(field, 'another way up');
  await press('Set the password');
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
});
