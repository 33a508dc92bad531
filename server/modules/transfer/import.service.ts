import { v5 as uuidv5 } from 'uuid';
import type { EventRecord } from '../../contract/events.ts';
import type { ImportFormat, TaskRecord } from '../../contract/tasks.ts';
import type { ImportAnswer, Mapping } from '../../contract/transfer.ts';
import type { User } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { eventOf } from '../../ports/event.ts';
import type { EventStore } from '../events/index.ts';
import { changesOfNew, type TaskStore, type TaskWrite } from '../tasks/index.ts';
import type { UserStore } from '../users/index.ts';
import { parseGenericCsv } from './formats/csv.ts';
import { parseTaskflow, type TaskflowFile } from './formats/taskflow.ts';
import { parseTickTick } from './formats/ticktick.ts';
import { parseTodoist } from './formats/todoist.ts';
import { parseTrello } from './formats/trello.ts';
import type { Parsed } from './draft.ts';
import { isChanged } from './changed.ts';
import { identify } from './identity.ts';
import { newTasksOf } from './into-team.ts';
import { mergeWhole } from './merge-whole.ts';
import { createPace } from './pace.ts';
import { Tally } from './tally.ts';
import { toTask } from './to-task.ts';

/** What an import asks for, as the contract has it. */
export interface ImportInput {
  readonly format: ImportFormat;
  readonly content: string;
  readonly mode: 'merge' | 'replace';
  readonly mapping?: Mapping | undefined;
  readonly preview: boolean;
}

/** Everything of a workspace, as a file of format taskflow brings it. */
export interface WholeContent {
  readonly tasks: readonly TaskRecord[];
  readonly users: readonly User[];
  readonly events: readonly EventRecord[];
  readonly notifications: readonly never[];
  readonly state: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface ImportDeps {
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly events: EventStore;
  readonly clock: Clock;
  readonly instanceId: string;
  /** A copy of now, made before anything is written. */
  readonly backup: () => Promise<unknown>;
  /** Replaces everything in one step; null where that is not allowed (a team). */
  readonly replaceAll: ((content: WholeContent) => Promise<void>) | null;
  /** Told after the commit: more changed than is worth naming, for these people; null: for all. */
  readonly changed: (seers: readonly string[] | null) => void;
}

/** What an import comes to before it is written. */
interface Plan {
  readonly writes: readonly TaskWrite[];
  readonly answer: ImportAnswer;
}

/** Tasks that are here already, by their key in this format, and by their own id. */
interface Known {
  readonly byKey: ReadonlyMap<string, TaskRecord>;
  readonly byId: ReadonlyMap<string, TaskRecord>;
}

const SAMPLE = 5;
/** Ids that are looked up in one statement. */
const AT_ONCE = 1_000;

/** Reads files of tasks in: all of a file, or nothing of it. */
export class ImportService {
  constructor(private readonly deps: ImportDeps) {}

  /**
   * Throws IMPORT_INVALID (with the line and why), REPLACE_NOT_ALLOWED, DISK_FULL. A preview answers the same and writes
   * nothing.
   */
  async import(actor: Actor, input: ImportInput, metadata: RequestMetadata): Promise<ImportAnswer> {
    const { replaceAll } = this.deps;
    if (input.mode === 'replace' && (!replaceAll || input.format !== 'taskflow'))
      throw new AppError(
        'REPLACE_NOT_ALLOWED',
        'Only a TaskFlow file can replace a workspace, and only a personal one.',
      );
    if (input.format === 'taskflow') return this.#whole(actor, input, metadata);
    const plan = await this.#plan(actor, input, metadata);
    if (!input.preview) await this.#write(plan.writes);
    return plan.answer;
  }

  async #write(writes: readonly TaskWrite[]): Promise<void> {
    if (writes.length === 0) return;
    await this.deps.backup();
    const result = await this.deps.tasks.writeAll(writes);
    if (result !== 'done')
      throw new AppError(
        'IMPORT_INVALID',
        'A task was changed while the file was read. Nothing was imported: import it again.',
      );
    this.deps.changed(seersOf(writes));
  }

  async #parse(actor: Actor, input: ImportInput): Promise<Parsed> {
    const mapping = input.mapping ?? {};
    const now = this.deps.clock.now();
    const tz = (await this.deps.users.get(actor.id))?.profile.tz ?? 'UTC';
    switch (input.format) {
      case 'csv':
        return parseGenericCsv(input.content, mapping, tz);
      case 'todoist':
        return parseTodoist(input.content, tz, now);
      case 'ticktick':
        return parseTickTick(input.content, tz);
      case 'trello':
        return parseTrello(input.content, mapping);
      case 'taskflow':
        throw new Error('a whole workspace is no list of drafts');
    }
  }

  /** Which drafts are new, which change a task that nobody has edited since its import, and which stay out. */
  async #plan(actor: Actor, input: ImportInput, metadata: RequestMetadata): Promise<Plan> {
    const parsed = await this.#parse(actor, input);
    const { format } = input;
    const now = isoNow(this.deps.clock);
    const tally = new Tally();
    const people = await this.#people();
    const identified = await identify(parsed.drafts, format);
    const idOf = this.#idsOf(actor, format);
    const known = await (this.deps.replaceAll
      ? this.#known(format)
      : this.#ownImports(
          identified.map(({ key }) => key),
          idOf,
        ));
    const writes: TaskWrite[] = [];
    const tasks: TaskRecord[] = [];
    let updated = 0;
    const pace = createPace();
    for (const one of identified) {
      await pace();
      const imported = known.byKey.get(one.key);
      const existing =
        imported ?? (format === 'csv' && one.draft.stableId ? known.byId.get(one.draft.stableId) : undefined);
      const id = existing?.id ?? idOf(one.key);
      const task = toTask(one, { id, format, creatorId: actor.id, people, now, tally });
      tasks.push(task);
      if (!existing)
        writes.push({
          kind: 'insert',
          task,
          effects: { events: [this.#event(task, actor, metadata)], notifications: [] },
        });
      else if (
        imported &&
        !imported.deletedAt &&
        isChanged(imported, task, format) &&
        (await this.#untouched(imported.id))
      ) {
        const before = imported;
        updated++;
        const next: TaskRecord = {
          ...task,
          version: before.version + 1,
          creatorId: before.creatorId,
          createdAt: before.createdAt,
          assigneeId: before.assigneeId,
        };
        writes.push({
          kind: 'replace',
          task: next,
          expectedVersion: before.version,
          setsRank: false,
          effects: { events: [this.#event(next, actor, metadata)], notifications: [] },
        });
      }
    }
    const created = writes.length - updated;
    return {
      writes,
      answer: {
        created,
        updated,
        skipped: tasks.length - created - updated,
        warnings: [...parsed.warnings, ...tally.warnings],
        ...(parsed.headers ? { headers: [...parsed.headers] } : {}),
        ...(parsed.statuses ? { statuses: [...parsed.statuses] } : {}),
        ...(parsed.columns ? { mapping: { columns: parsed.columns } } : {}),
        sample: sampleOf(tasks),
      },
    };
  }

  /** Ids that depend on nothing but who imports what: two devices that import one file make each task once. */
  #idsOf(actor: Actor, format: ImportFormat): (key: string) => string {
    return (key) => uuidv5(JSON.stringify([actor.id, format, key]), this.deps.instanceId);
  }

  /** On a team: what this person imported before. Others' tasks are none of this file's, whatever it says. */
  async #ownImports(keys: readonly string[], idOf: (key: string) => string): Promise<Known> {
    const byKey = new Map<string, TaskRecord>();
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const ids = new Map(keys.slice(from, from + AT_ONCE).map((key) => [idOf(key), key]));
      for (const [id, task] of await this.deps.tasks.getMany([...ids.keys()]))
        byKey.set(ids.get(id) ?? '', task);
    }
    return { byKey, byId: new Map() };
  }

  /** What came from this format before, by key; and for CSV every task by id, since our own export has it. */
  async #known(format: ImportFormat): Promise<Known> {
    const byKey = new Map<string, TaskRecord>();
    const byId = new Map<string, TaskRecord>();
    for await (const task of this.deps.tasks.all()) {
      if (task.source?.format === format) byKey.set(task.source.key, task);
      if (format === 'csv') byId.set(task.id, task);
    }
    return { byKey, byId };
  }

  /** Whether nothing but imports ever happened to a task. */
  async #untouched(id: string): Promise<boolean> {
    const { items } = await this.deps.events.list({ entityId: id }, { limit: 100 });
    return items.length > 0 && items.every((event) => event.type === 'task.imported');
  }

  async #people(): Promise<ReadonlySet<string>> {
    const people = new Set<string>();
    for (let page = 1, more = true; more; page++) {
      const { items, total } = await this.deps.users.list({ page, limit: 100 });
      for (const { id } of items) people.add(id);
      more = items.length > 0 && people.size < total;
    }
    return people;
  }

  #event(task: TaskRecord, actor: Actor, metadata: RequestMetadata): EventRecord {
    return eventOf({
      type: 'task.imported',
      actor,
      entityId: task.id,
      changes: changesOfNew(task),
      metadata,
      at: task.updatedAt,
      title: task.title,
      version: task.version,
    });
  }

  /** A TaskFlow file on a team: its tasks come in once, as new ones of the importer. */
  async #intoTeam(
    file: TaskflowFile,
    actor: Actor,
    input: ImportInput,
    metadata: RequestMetadata,
  ): Promise<ImportAnswer> {
    const tally = new Tally();
    const idOf = this.#idsOf(actor, 'taskflow');
    const now = isoNow(this.deps.clock);
    const people = await this.#people();
    const fresh = newTasksOf(file, { importer: actor.id, people, idOf, now, tally });
    const known = await this.#ownImports(
      fresh.map(({ source }) => source?.key ?? ''),
      idOf,
    );
    const writes = fresh
      .filter(({ source }) => !known.byKey.has(source?.key ?? ''))
      .map((task): TaskWrite => {
        const effects = { events: [this.#event(task, actor, metadata)], notifications: [] };
        return { kind: 'insert', task, effects };
      });
    if (!input.preview) await this.#write(writes);
    return {
      created: writes.length,
      updated: 0,
      skipped: file.tasks.length - writes.length,
      warnings: tally.warnings,
      sample: sampleOf(fresh),
    };
  }

  /** A whole workspace: into an empty one, or in place of another, it comes back exactly as it was. */
  async #whole(actor: Actor, input: ImportInput, metadata: RequestMetadata): Promise<ImportAnswer> {
    const { replaceAll, tasks, backup, changed } = this.deps;
    const file = await parseTaskflow(input.content);
    if (!replaceAll) return this.#intoTeam(file, actor, input, metadata);
    const isEmpty = (await tasks.all()[Symbol.asyncIterator]().next()).done === true;
    if (file.users.length > 0 && (isEmpty || input.mode === 'replace')) {
      if (!input.preview) {
        if (!isEmpty) await backup();
        await replaceAll({ ...file, notifications: [] });
        changed(null);
      }
      return {
        created: file.tasks.length,
        updated: 0,
        skipped: 0,
        warnings: [],
        sample: sampleOf(file.tasks),
      };
    }
    const tally = new Tally();
    const now = isoNow(this.deps.clock);
    const { writes, updated } = await mergeWhole(file, {
      tasks,
      tally,
      people: await this.#people(),
      importer: actor.id,
      eventFor: (task) => this.#event({ ...task, updatedAt: now }, actor, metadata),
    });
    if (!input.preview) await this.#write(writes);
    const created = writes.length - updated;
    const skipped = file.tasks.length - writes.length;
    return { created, updated, skipped, warnings: tally.warnings, sample: sampleOf(file.tasks) };
  }
}

const sampleOf = (tasks: readonly TaskRecord[]): NonNullable<ImportAnswer['sample']> =>
  tasks.slice(0, SAMPLE).map(({ title, status, priority, dueDate, dueAllDay, source }) => ({
    title,
    status,
    priority,
    dueDate,
    dueAllDay,
    list: source?.list ?? null,
  }));

/** Who may see what is written. An import takes no task from anybody: it never changes an assignee. */
function seersOf(writes: readonly TaskWrite[]): string[] {
  const seers = new Set<string>();
  for (const write of writes) {
    if (!('task' in write)) continue;
    seers.add(write.task.creatorId);
    if (write.task.assigneeId) seers.add(write.task.assigneeId);
  }
  return [...seers];
}
