import { systemClock } from '../../ports/clock.ts';
import { HURRY, JoinedApp } from '../../test/team/joined-app.ts';
import { tally, type Tally } from '../history.ts';
import { join, told, within, type SyncTeam } from './team.ts';

const PATIENCE_MS = 30_000;
const DAY = 86_400_000;
const EDITS = 7;

/** An app that is opened again after eight days, with a session that has run out: it is used, and one sign-in sends all. */
export async function backAfterEightDays(team: SyncTeam, times: number): Promise<Tally> {
  const total = tally();
  for (let n = 0; n < times; n++) {
    const [person] = await join(team, 1);
    if (!person) throw new Error('nobody joined');
    let now = systemClock.now;
    const app = await JoinedApp.join(team.server.origin, person, { ...HURRY, clock: { now: () => now() } });
    try {
      await app.start();
      await app.synced();
      const ids: string[] = [];
      for (let made = 0; made < EDITS; made++) ids.push((await app.create(`before ${made}`)).id);
      await app.synced();
      await app.stop();
      await team.truth.ageSessions(person.id, 8);
      now = () => systemClock.now() + 8 * DAY;
      await app.start();
      const asks = app.until(() => app.replica.status.state === 'sign_in');
      const wrong: string[] = [];
      if (!(await within(PATIENCE_MS, asks))) wrong.push(`it is ${app.replica.status.state}`);
      if ((await app.tasks()).length !== EDITS) wrong.push('it is not readable');
      for (const [index, id] of ids.entries()) await app.edit(id, { title: `after ${index}` });
      await app.until(() => app.replica.status.waiting === EDITS);
      await app.signedIn(await team.server.signIn(person.email));
      app.replica.reconnect();
      if (!(await within(PATIENCE_MS, app.synced()))) wrong.push(`it stays ${app.replica.status.state}`);
      const titles = new Set((await team.truth.tasks([person.id])).map(({ title }) => title));
      const lost = ids.map((_, index) => `after ${index}`).filter((title) => !titles.has(title));
      total.lost += told('after eight days, lost', lost);
      total.diverged += told('after eight days', [...wrong, ...app.errors.map(String)]);
      total.twice += told('after eight days, twice', await team.truth.twice([person.id]));
      total.acknowledged += ids.length;
      total.runs++;
    } finally {
      await app.close();
    }
  }
  return total;
}
