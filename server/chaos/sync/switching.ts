import { listWorkspaces } from '../../contract/app.ts';
import { createTask, listTasks, taskStats } from '../../contract/tasks.ts';
import { updateProfile } from '../../contract/users.ts';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import { AppServer } from '../../test/team/app-server.ts';
import { tally, type Tally } from '../history.ts';
import { join, portOf, told, type SyncTeam } from './team.ts';

/** Milliseconds. */
const SWITCHED_WITHIN = 200;

/** An app with its own tasks and two workspaces of a team, one of them behind a network that swallows everything. */
export class BlackHoled {
  private constructor(
    readonly app: AppServer,
    private readonly network: FaultyProxy,
    readonly dead: string,
    readonly alive: readonly string[],
  ) {}

  static async open(team: SyncTeam): Promise<BlackHoled> {
    const network = await FaultyProxy.start(portOf(team.server.origin));
    const app = await AppServer.start();
    const [one, two] = await join(team, 2);
    if (!one || !two) throw new Error('nobody joined');
    const straight = await app.join(team.server.origin, one.email);
    const dead = await app.join(`http://127.0.0.1:${network.port}`, two.email);
    for (const { id } of [straight, dead]) await app.until(id, 'synced');
    network.turn({ held: ['up', 'down'] });
    await app.of(dead.id)(createTask, { body: { title: 'Into the void' } });
    return new BlackHoled(app, network, dead.id, ['personal', straight.id]);
  }

  /** What only the team can do: it is waited for as long as it may be. Resolves once that has failed. */
  asked(): Promise<void> {
    return this.app
      .of(this.dead)(updateProfile, { body: { firstName: 'Eve' } })
      .then(
        () => Promise.reject(new Error('the dead answered')),
        () => undefined,
      );
  }

  /** What a window asks for when somebody switches to a workspace. */
  async switchTo(id: string): Promise<void> {
    const call = this.app.of(id);
    await Promise.all([call(listTasks, {}), call(taskStats, {}), this.app.app(listWorkspaces, {})]);
  }

  async close(): Promise<void> {
    await this.app.server.remove();
    await this.network.close();
  }
}

/** Switches among three workspaces, one of which is dead, while it is being asked. */
export async function switchBesideBlackHole(team: SyncTeam, times: number): Promise<Tally> {
  const total = tally();
  const place = await BlackHoled.open(team);
  const took: number[] = [];
  try {
    for (let n = 0; n < times; n++) {
      if (n % 50 === 0) void place.asked().catch((error: unknown) => told('switching', [String(error)]));
      const to = [...place.alive, place.dead][n % 3] as string;
      const began = performance.now();
      await place.switchTo(to);
      took.push(performance.now() - began);
    }
  } finally {
    await place.close();
  }
  took.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(took[Math.floor(took.length * share)] ?? 0);
  process.stdout.write(`switching: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${at(0.9999)} ms\n`);
  total.runs = times;
  total.acknowledged = times;
  total.late = took.filter((ms) => ms > SWITCHED_WITHIN).length;
  return total;
}
