import { v5 as uuidv5 } from 'uuid';
import type { EventRecord } from '../../contract/events.ts';
import type { ImportFormat, TaskRecord } from '../../contract/tasks.ts';
import type { ImportAnswer, Mapping } from '../../contract/transfer.ts';
import type { User } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { eventOf } from '../../ports/event.ts';
import type { EventStore } from '../events/index.ts';
import { changesOfNew, type TaskStore, type TaskWrite } from '../tasks/index.ts';
import type { UserStore } from '../users/index.ts';
import { breathe } from './csv.ts';
import { parseGenericCsv } from './formats/csv.ts';
import { parseTaskflow, type TaskflowFile } from './formats/taskflow.ts';
import { parseTickTick } from './formats/ticktick.ts';
import { parseTodoist } from './formats/todoist.ts';
import { parseTrello } from './formats/trello.ts';
import type { Parsed } from './draft.ts';
import { identify } from './identity.ts';
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
  /** Told after the commit: more changed than is worth naming. */
  readonly changed: () => void;
}

/** What an import comes to before it is written. */
interface Plan {
  readonly writes: readonly TaskWrite[];
  readonly answer: ImportAnswer;
}

const SAMPLE = 5;

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
    this.deps.changed();
  }

  async #parse(actor: Actor, input: ImportInput): Promise<Parsed> {
    const mapping = input.mapping ?? {};
    const now = this.deps.clock.now();
    const tz = (await this.deps.users.get(actor.id))?.profile.tz ?? 'UTC';
    switch (input.format) {
      case 'csv':
        return parseGenericCsv(input.content, mapping, tz);
      case 'todoist':
        return parseTodoist(input.content, now);
      case 'ticktick':
        return parseTickTick(input.content);
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
    const people = new Set(
      (await this.deps.users.list({ page: 1, limit: 100 })).items.map((user) => user.id),
    );
    const known = await this.#known(format);
    const writes: TaskWrite[] = [];
    const tasks: TaskRecord[] = [];
    let updated = 0;
    for (const [index, one] of identify(parsed.drafts, format).entries()) {
      if (index % 1000 === 999) await breathe();
      const existing =
        known.byKey.get(one.key) ??
        (format === 'csv' && one.draft.stableId ? known.byId.get(one.draft.stableId) : undefined);
      const id = existing?.id ?? uuidv5(JSON.stringify([actor.id, format, one.key]), this.deps.instanceId);
      const task = toTask(one, { id, format, creatorId: actor.id, people, now, tally });
      tasks.push(task);
      if (!existing)
        writes.push({
          kind: 'insert',
          task,
          effects: { events: [this.#event(task, actor, metadata)], notifications: [] },
        });
      else if (
        existing.raw !== null &&
        existing.raw !== task.source?.raw &&
        (await this.#untouched(existing.id))
      ) {
        const before = await this.deps.tasks.get(existing.id);
        if (!before || before.deletedAt) continue;
        updated++;
        const next: TaskRecord = {
          ...task,
          version: before.version + 1,
          creatorId: before.creatorId,
          createdAt: before.createdAt,
          rank: before.rank,
          assigneeId: before.assigneeId,
        };
        writes.push({
          kind: 'replace',
          task: next,
          expectedVersion: before.version,
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

  /** What came from this format before, by key; and for CSV every task by id, since our own export has it. */
  async #known(format: ImportFormat): Promise<{
    byKey: ReadonlyMap<string, { id: string; raw: string | null }>;
    byId: ReadonlyMap<string, { id: string; raw: string | null }>;
  }> {
    const byKey = new Map<string, { id: string; raw: string | null }>();
    const byId = new Map<string, { id: string; raw: string | null }>();
    for await (const { id, source } of this.deps.tasks.all()) {
      if (source?.format === format) byKey.set(source.key, { id, raw: source.raw ?? null });
      if (format === 'csv') byId.set(id, { id, raw: null });
    }
    return { byKey, byId };
  }

  /** Whether nothing happened to a task since its import. */
  async #untouched(id: string): Promise<boolean> {
    const { items } = await this.deps.events.list({ entityId: id }, { limit: 1 });
    return items[0]?.type === 'task.imported';
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

  /** A whole workspace: into an empty one, or in place of another, it comes back exactly as it was. */
  async #whole(actor: Actor, input: ImportInput, metadata: RequestMetadata): Promise<ImportAnswer> {
    const { replaceAll, tasks, backup, changed } = this.deps;
    const file = await parseTaskflow(input.content);
    const isEmpty = (await tasks.all()[Symbol.asyncIterator]().next()).done === true;
    if (replaceAll && file.users.length > 0 && (isEmpty || input.mode === 'replace')) {
      if (!input.preview) {
        if (!isEmpty) await backup();
        await replaceAll({ ...file, notifications: [] });
        changed();
      }
      return {
        created: file.tasks.length,
        updated: 0,
        skipped: 0,
        warnings: [],
        sample: sampleOf(file.tasks),
      };
    }
    const plan = await this.#mergeWhole(actor, file, metadata);
    if (!input.preview) await this.#write(plan.writes);
    return plan.answer;
  }

  /** Adds the tasks that are not here, with their history; one that is older here and untouched there goes on. */
  async #mergeWhole(actor: Actor, file: TaskflowFile, metadata: RequestMetadata): Promise<Plan> {
    const { users, tasks } = this.deps;
    const people = new Set((await users.list({ page: 1, limit: 100 })).items.map((user) => user.id));
    const whose = (id: string | null): string | null =>
      id === null || people.has(id) ? id : file.users.length === 1 ? actor.id : null;
    const known = await tasks.getMany(file.tasks.map((task) => task.id));
    const histories = new Map<string, EventRecord[]>();
    for (const event of file.events)
      histories.set(event.entityId, [...(histories.get(event.entityId) ?? []), event]);
    const tally = new Tally();
    const writes: TaskWrite[] = [];
    for (const [index, one] of file.tasks.entries()) {
      if (index % 1000 === 999) await breathe();
      if (known.has(one.id)) continue;
      const task: TaskRecord = {
        ...one,
        creatorId: whose(one.creatorId) ?? actor.id,
        assigneeId: whose(one.assigneeId),
      };
      if (one.assigneeId && !task.assigneeId)
        tally.count(
          'assigneeId',
          undefined,
          (n) =>
            `${n === 1 ? 'One task was' : `${n} tasks were`} assigned to somebody who is not here: nobody is assigned.`,
        );
      const events = [
        ...(histories.get(one.id) ?? []),
        this.#event({ ...task, updatedAt: isoNow(this.deps.clock) }, actor, metadata),
      ];
      writes.push({ kind: 'insert', task, effects: { ...NO_EFFECTS, events } });
    }
    return {
      writes,
      answer: {
        created: writes.length,
        updated: 0,
        skipped: file.tasks.length - writes.length,
        warnings: tally.warnings,
        sample: sampleOf(file.tasks),
      },
    };
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
