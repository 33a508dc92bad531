import type { Agent } from 'node:http';
import * as z from 'zod/mini';
import { API_VERSION } from '../../contract/server.ts';
import { teamFetch } from '../wire/team-fetch.ts';
import type { Found } from './stage.ts';

/** What is needed of GET /server to judge it: a newer server may say more, and say things in other words. */
const ServerFacts = z.object({
  product: z.literal('taskflow'),
  version: z.string().check(z.maxLength(64)),
  api: z.object({ min: z.int(), max: z.int() }),
  instanceId: z.string().check(z.maxLength(64)),
  time: z.string(),
  signIn: z.string(),
  registration: z.catch(z.enum(['open', 'invite', 'closed']), 'closed'),
});
export type ServerFacts = z.infer<typeof ServerFacts>;

/** An answer, and the time here in the middle of asking for it. */
export interface ServerAnswer {
  readonly status: number;
  readonly text: string;
  readonly askedAt: number;
}

const MOST_BYTES = 64 * 1024;
const MOST_APART_MS = 120_000;
/** A form, or a page that leads on to one. */
const SIGN_IN_PAGE = /<form\b|type=["']?password|http-equiv=["']?refresh|window\.location/i;

/** Asks who answers, once, following nothing, until `signal`. */
export async function askServer(url: URL, agent: Agent, signal: AbortSignal): Promise<Found<ServerAnswer>> {
  const began = Date.now();
  let response: Response;
  let text: string;
  try {
    response = await teamFetch(agent, { bytes: MOST_BYTES })(`${url.origin}/api/v1/server`, {
      headers: { accept: 'application/json' },
      signal,
    });
    text = await response.text();
  } catch (error) {
    if (signal.aborted) return { code: 'HTTP_TIMEOUT' };
    const { name, code } = error as NodeJS.ErrnoException;
    return name === 'TooMuch'
      ? { code: 'NOT_TASKFLOW' }
      : { code: 'HTTP_STATUS', facts: { reason: code ?? name } };
  }
  const { status } = response;
  if (status >= 300 && status < 400) {
    const target = new URL(response.headers.get('location') ?? '/', url);
    // Its query may hold somebody's session.
    return { code: 'HTTP_REDIRECT', facts: { url: `${target.origin}${target.pathname}`.slice(0, 200) } };
  }
  const isPage = /html/i.test(response.headers.get('content-type') ?? '');
  if (status === 511 || (isPage && SIGN_IN_PAGE.test(text))) return { code: 'HTTP_PORTAL' };
  if (status >= 400 && status !== 404 && status !== 405)
    return { code: 'HTTP_STATUS', facts: { reason: String(status) } };
  return { code: 'OK', value: { status, text, askedAt: (began + Date.now()) / 2 } };
}

/** Whether that was a team's TaskFlow. One on somebody's own machine has nobody to sign in as. */
export function recognise({ status, text }: ServerAnswer): Found<ServerFacts> {
  const facts = status === 200 ? ServerFacts.safeParse(asJson(text)) : null;
  return facts?.success && facts.data.signIn !== 'none'
    ? { code: 'OK', value: facts.data }
    : { code: 'NOT_TASKFLOW' };
}

export function judgeVersion({ api, version }: ServerFacts, app = API_VERSION): Found<true> {
  if (api.min > app.max) return { code: 'APP_TOO_OLD', facts: { version } };
  if (api.max < app.min) return { code: 'SERVER_TOO_OLD', facts: { version } };
  return { code: 'OK', value: true };
}

export function judgeClock({ time }: ServerFacts, askedAt: number): Found<true> {
  const apart = Math.abs(Date.parse(time) - askedAt);
  // What is no time is no reason to stop, either.
  if (Number.isNaN(apart) || apart <= MOST_APART_MS) return { code: 'OK', value: true };
  return { code: 'CLOCK_OFF', warning: true, value: true, facts: { apart } };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
