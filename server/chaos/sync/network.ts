import { setTimeout as wait } from 'node:timers/promises';
import { random } from '../../seed/tasks.ts';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import { JoinedApp, type Pace } from '../../test/team/joined-app.ts';
import type { Person } from '../../test/team/serve-team.ts';
import { add, tally, type Tally } from '../history.ts';
import { join, portOf, told, within, type SyncTeam } from './team.ts';

const WEATHERS = ['latency', 'slow', 'held', 'half-open', 'cut', 'reset', 'refused', 'after'] as const;
type WeatherName = (typeof WEATHERS)[number];

const PATIENCE_MS = 60_000;

export interface NetworkRun {
  readonly times: number;
  readonly seed: number;
  /** Apps at the same time, each with a person and a network of its own. */
  readonly lanes: number;
  readonly pace: Pace;
  /** Milliseconds within which a silent network is noticed; the schedule's own waits are shares of it. */
  readonly noticed: number;
}

/** One app behind a network that goes wrong in turns, and what was typed into it. */
class Lane {
  /** By task: the title typed last. */
  readonly #titles = new Map<string, string>();
  #count = 0;
  readonly total = tally();

  constructor(
    private readonly app: JoinedApp,
    private readonly network: FaultyProxy,
    private readonly draw: () => number,
    private readonly noticed: number,
  ) {}

  /** Up to three faults one after another with edits in them, then a calm network: everything is sent. */
  async schedule(): Promise<void> {
    const names: WeatherName[] = [];
    for (let turns = 1 + this.#below(3); turns > 0; turns--) {
      const name = WEATHERS[this.#below(WEATHERS.length)] ?? 'cut';
      names.push(name);
      this.#turn(name);
      const isSilent = name === 'held' || name === 'half-open';
      const began = performance.now();
      await this.#type();
      await wait(this.draw() * this.noticed * 0.1);
      if (isSilent) await this.#notices(names, began);
      await this.#type();
      if (this.draw() < 0.5) this.#calm();
    }
    this.#calm();
    this.app.replica.reconnect();
    if (!(await within(PATIENCE_MS, this.app.synced())))
      this.total.diverged += told(names.join(), ['it never comes to rest']);
    this.total.runs++;
  }

  /** Everything typed, compared with what the team and this app have. */
  async check({ truth }: SyncTeam, { id }: Person): Promise<void> {
    const { total } = this;
    const there = new Map((await truth.tasks([id])).map((task) => [task.id, task.title]));
    const here = new Map((await this.app.tasks()).map((task) => [task.id, task.title]));
    const lost: string[] = [];
    const diverged: string[] = this.app.errors.map(String);
    for (const [task, title] of this.#titles) {
      total.acknowledged++;
      if (there.get(task) !== title) lost.push(`${title}: the team has ${there.get(task)}`);
      if (here.get(task) !== title) diverged.push(`${title}: here is ${here.get(task)}`);
    }
    if (there.size !== this.#titles.size) diverged.push(`the team has ${there.size} tasks`);
    total.lost += told('network', lost);
    total.diverged += told('network', diverged);
    total.twice += told('network, twice', await truth.twice([id]));
  }

  #turn(name: WeatherName): void {
    const { network, draw, noticed } = this;
    switch (name) {
      case 'latency':
        return network.turn({ latencyMs: draw() * noticed * 0.05 });
      case 'slow':
        return network.turn({ bytesPerSecond: 20_000 + draw() * 200_000 });
      case 'held':
        return network.turn({ held: ['up', 'down'] });
      case 'half-open':
        return network.turn({ held: [draw() < 0.5 ? 'up' : 'down'] });
      case 'cut':
        return network.cut('end');
      case 'reset':
        return network.cut('reset');
      case 'refused':
        network.turn({ refuses: true });
        return network.cut('reset');
      case 'after':
        return network.cutAfter({
          direction: draw() < 0.5 ? 'up' : 'down',
          bytes: this.#below(3_000),
          how: draw() < 0.5 ? 'end' : 'reset',
        });
    }
  }

  #calm(): void {
    this.network.cutAfter(null);
    this.network.turn();
  }

  async #notices(names: readonly string[], began: number): Promise<void> {
    const isNoticed = this.app.until(() => this.app.replica.status.state === 'offline');
    if (!(await within(PATIENCE_MS, isNoticed)))
      this.total.diverged += told(names.join(), ['the silence is never noticed']);
    if (performance.now() - began > this.noticed) this.total.late++;
  }

  async #type(): Promise<void> {
    const title = `typed ${this.#count++}`;
    const known = [...this.#titles.keys()];
    const old = known[this.#below(known.length * 2)];
    if (old === undefined) this.#titles.set((await this.app.create(title)).id, title);
    else {
      await this.app.edit(old, { title });
      this.#titles.set(old, title);
    }
  }

  #below(count: number): number {
    return Math.floor(this.draw() * count);
  }
}

async function run(
  team: SyncTeam,
  person: Person,
  times: number,
  seed: number,
  { pace, noticed }: NetworkRun,
) {
  const network = await FaultyProxy.start(portOf(team.server.origin));
  const app = await JoinedApp.join(`http://127.0.0.1:${network.port}`, person, pace);
  try {
    await app.start();
    await app.synced();
    const lane = new Lane(app, network, random(seed), noticed);
    for (let n = 0; n < times; n++) await lane.schedule();
    await lane.check(team, person);
    return lane.total;
  } finally {
    await app.close();
    await network.close();
  }
}

/** Apps behind networks with latency, cuts, silence in one or both directions, resets, and ends after some bytes. */
export async function networkSchedules(team: SyncTeam, given: NetworkRun): Promise<Tally> {
  const { times, seed, lanes } = given;
  const total = tally();
  const people = await join(team, Math.min(lanes, times));
  const each = (lane: number): number =>
    Math.floor(times / people.length) + Number(lane < times % people.length);
  const totals = await Promise.all(
    people.map((person, lane) => run(team, person, each(lane), seed + lane, given)),
  );
  for (const one of totals) add(total, one);
  return total;
}
