import type { TaskRecord } from '../../contract/tasks.ts';
import { LIST } from './asking.ts';
import { alone, besidePg, type Bench } from './bench.ts';
import { readOne } from './reads.ts';
import { PLAIN_UPDATE } from './statements.ts';

const GOAL = { words: '≤ 4× the CPU, aim 3×', ratio: 4 };

/** Edits and new tasks, beside one UPDATE of one row. Each meets rows that nobody else is about to change. */
export async function writes(bench: Bench): Promise<void> {
  const { asking, raw, team } = bench;
  const update = () =>
    raw.query({ ...PLAIN_UPDATE, values: [asking.pick(team.made).id, `Plain ${asking.chance()}`] });
  const reference = 'one autocommit UPDATE';
  await besidePg(bench, { what: 'PATCH', reference, goal: GOAL }, (n) => asking.edit(n), update);
  await besidePg(bench, { what: 'POST', reference, goal: GOAL }, (n) => asking.create(n), update);
}

/** What a team does all day. */
export async function mixed(bench: Bench): Promise<void> {
  const { asking } = bench;
  const one = readOne(bench);
  await alone(bench, 'mixed: 80 read, 20 write', (n) => {
    const kind = asking.chance();
    if (kind < 0.15) return asking.edit(n);
    if (kind < 0.2) return asking.create(n);
    if (kind < 0.4) return one(n);
    if (kind < 0.5) return asking.get(n, '/api/v1/tasks/stats', asking.anybody());
    return asking.get(n, LIST, asking.anybody());
  });
}

const RACES = 1_000;
const RIVALS = 8;

/** Eight edits of one version at once: exactly one is made. */
export async function races({ asking, team, row }: Bench): Promise<void> {
  const { id, creatorId, version: first } = JSON.parse(String((await asking.create(0)).body)) as TaskRecord;
  const path = `/api/v1/tasks/${id}`;
  const headers = team.as(creatorId);
  let version = first;
  let other = 0;
  const began = performance.now();
  for (let race = 0; race < RACES; race++) {
    const rivals = Array.from({ length: RIVALS }, (_, n) =>
      asking.answer(n, { method: 'PATCH', path, headers, body: { version, title: `Race ${race}, ${n}` } }),
    );
    const winners = (await Promise.all(rivals)).filter(({ status }) => status === 200);
    if (winners.length !== 1) other++;
    version++;
  }
  row({
    what: `races of ${RIVALS} edits with one version, ${RACES} times: those with no or another winner`,
    perSecond: (RACES / (performance.now() - began)) * 1000,
    figure: other,
    goal: { words: '0', figure: 0 },
  });
}
