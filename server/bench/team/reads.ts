import { setTimeout as wait } from 'node:timers/promises';
import type { TaskRecord } from '../../contract/tasks.ts';
import { median } from '../load.ts';
import { memoryOf } from '../processes.ts';
import { LIST } from './asking.ts';
import { WITHIN_3, besideKoa, type Bench } from './bench.ts';
import { USERS } from './fill.ts';

const STARTS = 5;
/** What a start leaves behind is done by then. */
const REST_MS = 2_000;

/**
 * How long servers take to listen, and the memory of the last of them: the first one on a team that was just made up has a
 * week of reminders to tell, and is not idle.
 */
export async function start({ team, row }: Bench): Promise<void> {
  const took: number[] = [];
  let figure = 0;
  for (let n = 0; n < STARTS; n++) {
    const server = await team.start();
    took.push(server.ms);
    if (n === STARTS - 1) {
      await wait(REST_MS);
      figure = memoryOf(server.pid);
    }
    await server.stop();
  }
  row({ what: 'memory, idle (MB)', figure, goal: { words: '≤ 130', figure: 130 } });
  const goal = { words: '≤ 450', figure: 450 };
  row({ what: 'start to listening (ms), median of 5', figure: median(took), goal });
}

const named = (what: string, reference: string) => ({ what, reference, goal: WITHIN_3 });

/** What is answered from the cache, beside bare Koa that sends the same bytes. */
export async function warm(bench: Bench): Promise<void> {
  const { asking, bare } = bench;
  const list = (n: number) => asking.get(n, LIST, asking.anybody());
  await besideKoa(bench, named('unchanged list, warm', 'bare Koa, the same bytes'), list, (n) =>
    bare.ask(n, 'list'),
  );
}

/** The same by who has it already. */
export async function unchanged(bench: Bench): Promise<void> {
  const { asking, team, bare } = bench;
  const etags = new Map<string, string>();
  for (const user of USERS) etags.set(user, (await asking.get(0, LIST, user)).etag);
  const known = async (n: number) => {
    const user = asking.anybody();
    const headers = { ...team.as(user), 'if-none-match': etags.get(user) ?? '' };
    const { status, etag } = await asking.answer(n, { path: LIST, headers });
    // On a machine that is too busy Redis is passed over now and then, and the list goes by another name.
    if (status === 200) etags.set(user, etag);
    else if (status !== 304) throw new Error(`an unchanged list answered ${status}`);
  };
  const row = named('the same with If-None-Match (304)', 'bare Koa, 304');
  await besideKoa(bench, row, known, (n) => bare.ask(n, 'list', { 'if-none-match': '"reference"' }));
}

/** The same as browsers ask for it. */
export async function packed(bench: Bench): Promise<void> {
  const { asking, team, bare } = bench;
  // What is made anew is packed as a stream, which a connection of this bench does not read.
  for (const user of [...USERS, ...USERS]) await asking.get(0, LIST, user);
  const act = (n: number) => {
    const headers = { ...team.as(asking.anybody()), 'accept-encoding': 'gzip' };
    return asking.ask(n, { path: LIST, headers });
  };
  const row = named('the same as browsers ask, gzip', 'bare Koa, bytes that are packed already');
  await besideKoa(bench, row, act, (n) => bare.ask(n, 'list.gz'));
}

/** One task, and statistics, as often as people look at them. */
export async function others(bench: Bench): Promise<void> {
  const { asking, bare } = bench;
  const one = { what: 'one task', reference: 'bare Koa, the same bytes' };
  await besideKoa(bench, one, readOne(bench), (n) => bare.ask(n, 'task'));
  const stats = { what: 'statistics', reference: 'bare Koa, the same bytes' };
  const path = '/api/v1/tasks/stats';
  await besideKoa(
    bench,
    stats,
    (n) => asking.get(n, path, asking.anybody()),
    (n) => bare.ask(n, 'stats'),
  );
}

/** One of 200 tasks, asked for by who made it. */
export function readOne({ asking, team }: Bench): (n: number) => Promise<unknown> {
  const some = team.made.slice(0, 200);
  return (n) => {
    const { id, creatorId }: TaskRecord = asking.pick(some);
    return asking.get(n, `/api/v1/tasks/${id}`, creatorId);
  };
}
