import { setTimeout as wait } from 'node:timers/promises';
import bcrypt from 'bcryptjs';
import { HttpConnection } from '../http-connection.ts';
import { load, median, quantile } from '../load.ts';
import { LIST } from './asking.ts';
import type { Bench } from './bench.ts';
import { USERS } from './fill.ts';
import { PASSWORD } from './stores.ts';

const AT_ONCE = 4;
const CORES = 2;

/** Sign-ins as fast as they go, and what others feel of it: a warm list every 20 ms on each of four connections. */
export async function logins(bench: Bench): Promise<void> {
  const { asking, team, ms, server, row } = bench;
  const began = performance.now();
  await bcrypt.compare(PASSWORD, team.passwordHash);
  const limit = (CORES * 1000) / (performance.now() - began);

  const hashing = Array.from({ length: AT_ONCE }, () => new HttpConnection(team.server.port));
  const signIn = async (n: number): Promise<void> => {
    const email = `user${1 + asking.below(USERS.length)}@example.org`;
    const body = { email, password: PASSWORD, client: 'app' };
    const { status } = await (hashing[n] as HttpConnection).ask({
      method: 'POST',
      path: '/api/v1/auth/login',
      body,
    });
    if (status !== 200) throw new Error(`a sign-in answered ${status}`);
  };
  // What the parts before have changed is read again: cold lists have a row of their own.
  for (const id of USERS) await asking.get(0, LIST, id);
  const stop = new AbortController();
  const took: number[] = [];
  const others = [0, 1, 2, 3].map(async (n) => {
    while (!stop.signal.aborted) {
      const asked = performance.now();
      await asking.get(n, LIST, asking.anybody());
      took.push(performance.now() - asked);
      await wait(20);
    }
  });
  const failed = Promise.all(others);
  try {
    const signed = load(signIn, { ms: 6 * ms, connections: AT_ONCE, cpu: server });
    const made = await Promise.race([signed, failed.then(() => signed)]);
    stop.abort();
    await failed;
    const reference = `bcryptjs alone on ${CORES} cores: ${limit.toFixed(1)}/s`;
    row({ what: 'logins, 4 at once', ...made, ratio: limit / made.perSecond, reference });
    row({
      what: 'others meanwhile: warm lists',
      p50: median(took),
      p99: quantile(took, 0.99),
      goal: { words: 'p99 ≤ 25 ms', p99: 25 },
    });
  } finally {
    stop.abort();
    for (const one of hashing) one.close();
  }
}
