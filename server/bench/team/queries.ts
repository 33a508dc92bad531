import { PRIORITIES, STATUSES } from '../../contract/tasks.ts';
import { cursorBehind } from '../../adapters/team/postgres/task-order.ts';
import { besidePg, type Bench } from './bench.ts';
import { ADMINS, NOW } from './fill.ts';
import { BEST_LIST, BEST_PAGE, BEST_SEARCH } from './statements.ts';

const NEWEST = { sort: 'createdAt', order: 'desc' } as const;

/** Lists that nobody has asked for before, beside raw `pg`. */
export async function cold(bench: Bench): Promise<void> {
  const { asking, raw } = bench;
  const wanted = () => ({
    user: asking.anybody(),
    status: [asking.pick(STATUSES), asking.pick(STATUSES)],
    priority: [asking.pick(PRIORITIES), asking.pick(PRIORITIES)],
    before: new Date(NOW + asking.below(1e9)),
  });
  const act = (n: number) => {
    const { user, status, priority, before } = wanted();
    const fields = [...status.map((one) => `status=${one}`), ...priority.map((one) => `priority=${one}`)];
    const query = `${fields.join('&')}&dueBefore=${before.toISOString()}`;
    return asking.get(n, `/api/v1/tasks?limit=20&${query}`, user);
  };
  const best = () => {
    const { user, status, priority, before } = wanted();
    return raw.query({ ...BEST_LIST, values: [user, status, priority, before] });
  };
  const row = {
    what: 'cold list with new filters, counted',
    reference: 'raw pg, the best statement, no total',
    goal: { words: '≤ 3× the CPU, aim 2×', ratio: 3 },
  };
  await besidePg(bench, row, act, best);
}

/** Searches among one's own tasks, half of them for what is there. */
export async function search(bench: Bench): Promise<void> {
  const { asking, raw } = bench;
  const wanted = () => ({
    user: asking.anybody(),
    text: asking.chance() < 0.5 ? 'passport' : `p${asking.below(1e6)}`,
    before: new Date(NOW + asking.below(1e9)),
  });
  const act = (n: number) => {
    const { user, text, before } = wanted();
    return asking.get(n, `/api/v1/tasks?search=${text}&dueBefore=${before.toISOString()}`, user);
  };
  const best = () => {
    const { user, text, before } = wanted();
    return raw.query({ ...BEST_SEARCH, values: [user, text, before] });
  };
  const reference = 'raw pg, strpos, no total';
  await besidePg(bench, { what: 'search among own tasks, never asked before', reference }, act, best);
}

/** Pages behind any of all tasks, by one client, each hardly ever asked for twice. */
export async function deepPages(bench: Bench): Promise<void> {
  const { asking, raw, team } = bench;
  const admin = ADMINS[0] as string;
  const act = (n: number) => {
    const cursor = cursorBehind(asking.pick(team.made), NEWEST, undefined);
    return asking.get(n, `/api/v1/tasks?limit=20&cursor=${encodeURIComponent(cursor)}`, admin);
  };
  const best = () => {
    const { createdAt, id } = asking.pick(team.made);
    return raw.query({ ...BEST_PAGE, values: [createdAt, id] });
  };
  const row = {
    what: 'admin: a deep page by cursor, one client',
    reference: 'raw pg, keyset',
    goal: { words: 'p50 ≤ 5 ms', p50: 5 },
    connections: 1,
  };
  await besidePg(bench, row, act, best);
}
