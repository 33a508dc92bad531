import { randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { TaskRecord } from '../../contract/tasks.ts';
import { contentOf } from '../../modules/replica/conflicts.ts';
import { maySee } from '../../modules/tasks/task.policy.ts';
import { Device } from './device.ts';
import { FaultyLine, type LineFault } from './faulty-line.ts';
import type { Outcome, Step, Story, StoryPorts, StoryTeam } from './story.ts';

const FAULTS: readonly LineFault[] = ['away', 'mute', 'twice', 'late'];

/** Texts that may be in a task's title for one person: the last that was acknowledged, and whatever was begun since. */
type Typed = Map<string, readonly string[]>;

const IDS = '6c4b3a0e-53c1-5b5e-9d59-6a3a0a8d2b11';

const sightOf = (tasks: readonly TaskRecord[]) =>
  tasks
    .map((task) => ({ id: task.id, deleted: task.deletedAt !== null, ...contentOf(task) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** A story as it is told on one team. */
class Telling {
  readonly devices: Device[] = [];
  readonly typed: Typed[] = [];
  readonly leaked: string[] = [];
  #count = 0;

  constructor(
    private readonly team: StoryTeam,
    private readonly ports: StoryPorts,
    private readonly salt: string,
  ) {}

  async open(people: number, page: number): Promise<void> {
    for (const [index, userId] of this.team.people.slice(0, people).entries()) {
      const late: never[] = [];
      const seen = (thing: unknown): void => this.#sees(userId, thing);
      const clock = this.ports.clock?.(index);
      const device = await Device.open({
        userId,
        role: () => this.team.role(userId),
        connect: () => new FaultyLine(this.team.connect(userId), { page, seen, late }),
        disk: this.ports.disk(),
        ...(clock && { clock }),
      });
      this.devices.push(device);
      this.typed.push(new Map());
    }
  }

  async act({ who, act, which }: Step): Promise<void> {
    const index = who % this.devices.length;
    const device = this.devices[index] as Device;
    switch (act) {
      case 'push':
        await device.push();
        return;
      case 'pull':
        await device.pull();
        return;
      case 'sync':
        await device.push();
        while (await device.pull());
        return;
      case 'fault':
        device.team.fault = FAULTS[which % FAULTS.length] ?? 'none';
        return;
      case 'back':
        device.team.fault = 'none';
        return;
      case 'kill':
        return device.killedIn(await this.#doing(device, index, which), () => this.ports.moment(which));
      case 'purge': {
        const [first] = await this.team.tasks();
        if (which < 4 && first) await this.team.purge(first.id);
        return;
      }
      case 'role':
        return which < 9 ? this.#promote(device) : undefined;
      case 'save':
        return this.team.save();
      case 'restore':
        return which < 10 ? this.#restore(which % 2 === 0) : undefined;
      default:
        return this.#edit(device, index, act, which);
    }
  }

  /** What somebody is at when their app is killed. */
  async #doing(device: Device, index: number, which: number): Promise<() => Promise<unknown>> {
    if (which % 3 === 0) return () => device.push();
    if (which % 3 === 1) return () => device.pull();
    const [task] = await device.tasks();
    const text = this.#text();
    if (task) this.#begun(index, task.id, text);
    return () => (task ? device.edit(task, { title: text }) : device.push());
  }

  async #edit(
    device: Device,
    index: number,
    act: Exclude<
      Step['act'],
      'push' | 'pull' | 'sync' | 'fault' | 'back' | 'kill' | 'purge' | 'role' | 'save' | 'restore'
    >,
    which: number,
  ): Promise<void> {
    const { people } = this.team;
    if (act === 'create') {
      const [id, text] = [uuidv5(String(this.#count), this.salt), this.#text()];
      await device.create(id, text, { assigneeId: which % 3 === 0 ? (people[which % 2] ?? null) : null });
      this.typed[index]?.set(id, [text]);
      return;
    }
    const known = (await device.tasks()).sort((a, b) => (a.id < b.id ? -1 : 1));
    const task = known[which % Math.max(1, known.length)];
    if (!task) return;
    switch (act) {
      case 'title': {
        const title = this.#text();
        if (await device.edit(task, { title })) this.typed[index]?.set(task.id, [title]);
        return;
      }
      case 'status':
        await device.edit(task, { status: which % 2 ? 'done' : 'in_progress' });
        return;
      case 'due': {
        const dueDate = `2026-12-0${1 + (which % 9)}T00:00:00.000Z`;
        await device.edit(task, { dueDate, dueAllDay: which % 2 === 0 });
        return;
      }
      case 'trash':
      case 'untrash':
        await device.trash(task, act === 'trash');
        return;
      case 'rank':
        return device.move(task.id, `a${which}`);
      case 'assign': {
        const those = [null, ...people.slice(0, this.devices.length)];
        await device.edit(task, { assigneeId: those[(which >> 1) % those.length] ?? null });
      }
    }
  }

  /** Everybody is back, and waits until nothing is on its way. */
  async rest(): Promise<void> {
    // Twice: what the first sends last, the others have to hear of.
    for (let round = 0; round < 2; round++) for (const device of this.devices) await device.settle();
  }

  async outcome(): Promise<Outcome> {
    const { team } = this;
    const [titles, all] = [await team.titles(), await team.tasks()];
    const lost: string[] = [];
    const diverged: string[] = [];
    const sights: unknown[] = [];
    let checked = 0;
    for (const [index, device] of this.devices.entries()) {
      const { sync, userId } = device;
      const name = `person ${index}`;
      const refused = (await sync.waiting()).filter((record) => record.refused);
      const conflicts = await sync.conflicts();
      const kept = JSON.stringify([conflicts, refused]);
      for (const [id, texts] of this.typed[index] ?? []) {
        checked++;
        if (!texts.some((text) => titles.includes(text) || kept.includes(text)))
          lost.push(`${name} typed ${texts.join(' or ')} into ${id}`);
      }
      const unsettled = new Set(refused.map(({ task }) => task.id));
      const isSettled = ({ id }: TaskRecord): boolean => !unsettled.has(id);
      const actor = { id: userId, role: team.role(userId) };
      const here = (await device.tasks()).filter(isSettled);
      const there = all.filter((task) => maySee(actor, task) && isSettled(task));
      checked += there.length;
      const [seen, true_] = [JSON.stringify(sightOf(here)), JSON.stringify(sightOf(there))];
      if (seen !== true_) diverged.push(`${name} sees ${seen}, and there is ${true_}`);
      if ((await sync.counts()).sendable > 0) diverged.push(`${name} has something left to send`);
      const decided = conflicts.map(({ kind, field, title, mine, theirs }) =>
        JSON.stringify({ kind, field, title, mine, theirs }),
      );
      sights.push({ tasks: sightOf(here), refused: unsettled.size, conflicts: decided.sort() });
    }
    const { leaked } = this;
    return { checked, lost, twice: await team.twice(), diverged, leaked, sights };
  }

  async close(): Promise<void> {
    for (const device of this.devices) await device.close();
  }

  /** Where the team does not notice, who was told of their own edits has seen the feed behind them too (decision 225). */
  async #restore(isNoticed: boolean): Promise<void> {
    if (!isNoticed)
      for (const device of this.devices) {
        await device.buried();
        device.team.fault = 'none';
        while (await device.pull());
      }
    this.team.restore(isNoticed);
  }

  /** Or the other way round. */
  async #promote({ userId }: Device): Promise<void> {
    // What is read for an earlier life is judged by the role that it is read with.
    for (const device of this.devices) await device.buried();
    await this.team.setRole(userId, this.team.role(userId) === 'admin' ? 'user' : 'admin');
  }

  #text(): string {
    return `title ${this.#count++} ${this.salt}`;
  }

  #begun(index: number, id: string, text: string): void {
    const typed = this.typed[index];
    const known = typed?.get(id);
    if (known) typed?.set(id, [...known, text]);
  }

  #sees(userId: string, thing: unknown): void {
    const { kind, task, notification } = thing as {
      kind: string;
      task?: TaskRecord;
      notification?: { userId: string };
    };
    const actor = { id: userId, role: this.team.role(userId) };
    const isTheirs =
      kind === 'task'
        ? task && maySee(actor, task)
        : kind !== 'notification' || notification?.userId === userId;
    if (!isTheirs) this.leaked.push(`${userId} was told of ${JSON.stringify(thing)}`);
  }
}

/** Tells a story on a team that nobody else uses, and looks at what is there at rest. */
export async function tell(
  { people, page, steps }: Story,
  team: StoryTeam,
  ports: StoryPorts,
): Promise<Outcome> {
  const telling = new Telling(team, ports, uuidv5(ports.salt ?? randomUUID(), IDS));
  try {
    await telling.open(people, page);
    for (const one of steps) await telling.act(one);
    await telling.rest();
    return await telling.outcome();
  } finally {
    await telling.close();
  }
}
