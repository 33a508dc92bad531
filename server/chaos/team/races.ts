import { random } from '../../seed/tasks.ts';
import { tally, type Tally } from '../history.ts';
import type { Run } from './faults.ts';
import type { Ground } from './ground.ts';
import { ask } from './work.ts';

const AT_ONCE = 8;

/** Eight people edit one version of a task at once, over two servers: exactly one wins, the others are told of it. */
export async function races(ground: Ground, { times, seed }: Omit<Run, 'servers'>): Promise<Tally> {
  const team = await ground.team();
  const draw = random(seed);
  const result = tally();
  try {
    await team.start(2);
    const [owner] = team.people as [string];
    const origins = team.origins();
    const patch = (at: number, body: unknown) =>
      ask(origins[at % origins.length] as string, team.token(owner), 'PATCH', route, body);
    const made = await ask(origins[0] as string, team.token(owner), 'POST', '/tasks', { title: 'raced for' });
    if (!made || made === 'hanging') throw new Error('the server does not answer');
    const route = `/tasks/${String(made.json['id'])}`;
    for (let version = 1; version <= times; version++) {
      const first = Math.floor(draw() * origins.length);
      const told = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, n) => patch(first + n, { version, title: `${version} ${n}` })),
      );
      const statuses = told.map((one) => (one && one !== 'hanging' ? one.status : 0));
      const winner = statuses.indexOf(200);
      const wins = statuses.filter((status) => status === 200).length;
      if (wins === 0) result.lost++;
      if (wins > 1) result.twice++;
      result.diverged += statuses.filter((status) => status !== 200 && status !== 409).length;
      const stored = await ask(
        origins[(first + 1) % origins.length] as string,
        team.token(owner),
        'GET',
        route,
      );
      const expected = { version: version + 1, title: `${version} ${winner}` };
      const { json } = stored && stored !== 'hanging' ? stored : { json: {} as Record<string, unknown> };
      if (json['version'] !== expected.version || json['title'] !== expected.title) result.diverged++;
      result.acknowledged += wins;
      result.runs++;
    }
    result.unhandled = team.unhandled;
    result.leaked = await team.leaked();
    return result;
  } finally {
    await team.stop();
  }
}
