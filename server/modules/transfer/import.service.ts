import { TASK_EVENT_TYPES, type EventRecord } from '../../contract/events.ts';
import type { ImportFormat, TaskRecord } from '../../contract/tasks.ts';
import type { ImportAnswer, Mapping } from '../../contract/transfer.ts';
import type { User } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { EventStore } from '../events/index.ts';
import type { TaskStore, TaskWrite } from '../tasks/index.ts';
import type { UserStore } from '../users/index.ts';
import { parseGenericCsv } from './formats/csv.ts';
import { parseTaskflow } from './formats/taskflow.ts';
import { parseTickTick } from './formats/ticktick.ts';
import { parseTrello } from './formats/trello.ts';
import { broken, type Parsed } from './draft.ts';
import { isChanged } from './changed.ts';
import { identify } from './identity.ts';
import { everybody, idsOf, importedEvent, ownImports, sampleOf } from './imported.ts';
import { createPace } from './pace.ts';
import { Tally, told } from './tally.ts';
import { toTask } from './to-task.ts';
import { planWhole } from './whole-import.ts';

/** What an import asks for, as the contract has it. */
export interface ImportInput {
  readonly format: ImportFormat;
  readonly content: string;
  readonly mode: 'merge' | 'replace';
  readonly mapping?: Mapping | undefined;
  readonly tz?: string | undefined;
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
export interface Plan {
  readonly writes: readonly TaskWrite[];
  /** All that is here goes, and this comes instead; whether there was anything. */
  readonly replaces?: { readonly content: WholeContent; readonly isEmpty: boolean };
  readonly answer: ImportAnswer;
}

/** Tasks that are here already, by their key in this format, and by their own id. */
interface Known {
  readonly byKey: ReadonlyMap<string, TaskRecord>;
  readonly byId: ReadonlyMap<string, TaskRecord>;
}

/** A draft as the task that it would be, and what of it is here: a task that it would change, where nobody edited that. */
interface Drafted {
  readonly task: TaskRecord;
  readonly isNew: boolean;
  readonly changes: TaskRecord | null;
}

const TOUCHING = TASK_EVENT_TYPES.filter((type) => type !== 'task.imported');

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
    const plan =
      input.format === 'taskflow'
        ? await planWhole(
            await parseTaskflow(input.content),
            { actor, metadata, mode: input.mode },
            this.deps,
          )
        : await this.#plan(actor, input, metadata);
    if (!input.preview) await this.#write(plan);
    return plan.answer;
  }

  async #write({ writes, replaces }: Plan): Promise<void> {
    const { backup, tasks, replaceAll, changed } = this.deps;
    if (replaces && replaceAll) {
      if (!replaces.isEmpty) await backup();
      await replaceAll(replaces.content);
      changed(null);
      return;
    }
    if (writes.length === 0) return;
    await backup();
    const result = await tasks.writeAll(writes);
    if (result !== 'done') throw broken({ code: 'TASK_CHANGED' });
    changed(seersOf(writes));
  }

  async #parse(actor: Actor, input: ImportInput): Promise<Parsed> {
    const mapping = input.mapping ?? {};
    const now = this.deps.clock.now();
    const tz = input.tz ?? (await this.deps.users.get(actor.id))?.profile.tz ?? 'UTC';
    switch (input.format) {
      case 'csv':
        return parseGenericCsv(input.content, mapping, tz);
      case 'todoist': {
        // Read when it is needed: what it knows of dates in seven languages is as large as the rest of the server's own code.
        const { parseTodoist } = await import('./formats/todoist.ts');
        return parseTodoist(input.content, tz, now);
      }
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
    const people = await everybody(this.deps.users);
    const identified = await identify(parsed.drafts, format);
    const idOf = idsOf(this.deps.instanceId, actor, format);
    const keys = identified.map(({ key }) => key);
    const known = this.deps.replaceAll
      ? await this.#known(format)
      : { byKey: await ownImports(this.deps.tasks, keys, idOf), byId: new Map<string, TaskRecord>() };
    const drafted: Drafted[] = [];
    const pace = createPace();
    for (const one of identified) {
      await pace();
      const imported = known.byKey.get(one.key);
      const existing =
        imported ?? (format === 'csv' && one.draft.stableId ? known.byId.get(one.draft.stableId) : undefined);
      const id = existing?.id ?? idOf(one.key);
      const task = toTask(one, { id, format, creatorId: actor.id, people, now, tally });
      const changes = imported && !imported.deletedAt && isChanged(imported, task, format) ? imported : null;
      drafted.push({ task, isNew: !existing, changes });
    }
    const untouched = await this.#untouched(drafted.flatMap(({ changes }) => changes?.id ?? []));
    const writes: TaskWrite[] = [];
    let updated = 0;
    for (const { task, isNew, changes } of drafted) {
      await pace();
      if (isNew) writes.push(insertion(task, importedEvent(task, actor, metadata)));
      if (!changes || !untouched.has(changes.id)) continue;
      updated++;
      const next = successor(changes, task);
      writes.push(replacement(changes, next, importedEvent(next, actor, metadata)));
    }
    const tasks = drafted.map(({ task }) => task);
    const created = writes.length - updated;
    return {
      writes,
      answer: {
        created,
        updated,
        skipped: tasks.length - created - updated,
        warnings: told([...parsed.warnings, ...tally.warnings]),
        ...(parsed.headers ? { headers: [...parsed.headers] } : {}),
        ...(parsed.statuses ? { statuses: [...parsed.statuses] } : {}),
        ...(parsed.priorities ? { priorities: [...parsed.priorities] } : {}),
        ...(parsed.slashes ? { slashes: parsed.slashes } : {}),
        ...(parsed.columns ? { mapping: { columns: parsed.columns } } : {}),
        sample: sampleOf(tasks),
      },
    };
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

  /**
   * Tasks that nothing but imports ever happened to. Events go oldest first, so where the import is still known, whatever
   * happened after it is too.
   */
  async #untouched(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { events } = this.deps;
    if (ids.length === 0) return new Set();
    const touched = await events.entitiesWith(ids, TOUCHING);
    const others = ids.filter((id) => !touched.has(id));
    return events.entitiesWith(others, ['task.imported']);
  }
}

const insertion = (task: TaskRecord, event: EventRecord): TaskWrite => ({
  kind: 'insert',
  task,
  revives: true,
  effects: { events: [event], notifications: [] },
});

const replacement = (before: TaskRecord, task: TaskRecord, event: EventRecord): TaskWrite => ({
  kind: 'replace',
  task,
  expectedVersion: before.version,
  setsRank: false,
  effects: { events: [event], notifications: [] },
});

/** What a later file makes of a task: whose it is and since when stays. */
const successor = (before: TaskRecord, task: TaskRecord): TaskRecord => ({
  ...task,
  version: before.version + 1,
  creatorId: before.creatorId,
  createdAt: before.createdAt,
  assigneeId: before.assigneeId,
});

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
