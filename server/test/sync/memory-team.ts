import { createHash, randomUUID } from 'node:crypto';
import type { Notification } from '../../contract/events.ts';
import type { Change, Mutation, MutationResult } from '../../contract/sync.ts';
import { EDITABLE_FIELDS, type TaskRecord, type TaskSet } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import { merge } from '../../modules/sync/index.ts';
import { can, maySee } from '../../modules/tasks/task.policy.ts';
import { edit, newTask, withDeletedAt } from '../../modules/tasks/task.ts';
import type { RawPage } from '../../modules/replica/index.ts';
import { AT, MemoryConnection, refusal } from './memory-connection.ts';

interface Row {
  readonly kind: 'task' | 'user' | 'notification';
  readonly id: string;
  /** Null: everybody. */
  readonly seers: readonly string[] | null;
  /** Who did it, where that was a person. */
  readonly by?: string;
  /** Of no other row ever. */
  readonly mark: number;
}

interface Cursor {
  readonly epoch: string;
  readonly role: string;
  readonly feed: number;
  /** Of the last row before it. */
  readonly mark: number;
  readonly walk: {
    readonly id: string;
    readonly after: string;
    readonly done: number;
    readonly walked: boolean;
  } | null;
}

/** A team in memory, by the rules of docs/SYNC.md: what a replica is tested against where no server is needed. */
export class MemoryTeam {
  epoch: string = randomUUID();
  readonly tasks = new Map<string, TaskRecord>();
  readonly tombstones = new Set<string>();
  readonly users = new Map<string, User>();
  readonly notifications = new Map<string, Notification>();
  readonly epochVersions = new Map<string, number>();
  /** By user and opId: what it was and what it came to. */
  readonly operations = new Map<
    string,
    { readonly hash: string; readonly result: Omit<MutationResult, 'task'> }
  >();
  /** How often an operation was applied; never more than once. */
  readonly applied = new Map<string, number>();
  rows: Row[] = [];
  #marks = 0;
  readonly listeners = new Set<() => void>();

  addUser(id: string, role: User['role'] = 'user'): User {
    const user: User = {
      id,
      email: `${id}@example.org`,
      profile: {},
      role,
      disabled: false,
      createdAt: AT,
      updatedAt: AT,
    };
    this.users.set(id, user);
    this.#note({ kind: 'user', id, seers: null });
    return user;
  }

  connect(userId: string): MemoryConnection {
    return new MemoryConnection(this, userId);
  }

  visible(userId: string): TaskRecord[] {
    return [...this.tasks.values()].filter((task) => maySee(this.#actor(userId), task));
  }

  /** Somebody on the team does something, past all replicas. */
  put(task: TaskRecord, by?: string): void {
    const before = this.tasks.get(task.id);
    this.tasks.set(task.id, task);
    this.#noteTask(before ?? null, task, by);
  }

  /** Somebody on the team edits a task that is there. */
  edit(id: string, set: Partial<TaskRecord>, by?: string): void {
    const task = this.tasks.get(id);
    if (!task) throw new Error('not there');
    this.put({ ...task, ...set, version: task.version + 1 }, by);
  }

  purge(id: string): void {
    const before = this.tasks.get(id);
    if (!before) return;
    this.tasks.delete(id);
    this.tombstones.add(id);
    this.#noteTask(before, null);
  }

  notify(notification: Notification): void {
    this.notifications.set(notification.id, notification);
    this.#note({ kind: 'notification', id: notification.id, seers: [notification.userId] });
  }

  /** The databases are what they were when `saved` was made. `isNoticed`: the team knows. */
  restore(saved: ReturnType<MemoryTeam['save']>, isNoticed = true): void {
    this.tasks.clear();
    this.operations.clear();
    if (isNoticed) this.epochVersions.clear();
    for (const [id, task] of saved.tasks) {
      this.tasks.set(id, task);
      if (isNoticed) this.epochVersions.set(id, task.version);
    }
    for (const [key, operation] of saved.operations) this.operations.set(key, operation);
    this.rows = [...saved.rows];
    if (isNoticed) this.epoch = randomUUID();
  }

  save() {
    return { tasks: new Map(this.tasks), operations: new Map(this.operations), rows: [...this.rows] };
  }

  pull(userId: string, text: string | null, limit: number, known?: string): RawPage {
    const role = this.users.get(userId)?.role ?? 'user';
    const cursor = text === null ? null : (JSON.parse(text) as Cursor);
    const isHere = cursor?.epoch === this.epoch && this.#markAt(cursor.feed) === cursor.mark;
    if (cursor && !isHere) throw refusal('EPOCH_CHANGED', 410);
    if (known !== undefined && !this.operations.has(`${userId}/${known}`))
      throw refusal('EPOCH_CHANGED', 410);
    if (cursor && cursor.role !== role) throw refusal('RIGHTS_CHANGED', 410);
    const { epoch } = this;
    const start = cursor ?? {
      epoch,
      role,
      feed: this.rows.length,
      mark: this.#markAt(this.rows.length),
      walk: { id: randomUUID(), after: '', done: 0, walked: false },
    };
    const { walk } = start;
    if (walk && !walk.walked) return this.#walk(userId, { ...start, walk }, limit);
    const changes: Change[] = cursor ? [] : [];
    const seen = new Set<string>();
    let feed = start.feed;
    for (; feed < this.rows.length && changes.length < limit; feed++) {
      const row = this.rows[feed] as Row;
      if (seen.has(row.id) || !this.#concerns(userId, row)) continue;
      seen.add(row.id);
      const change = this.#now(userId, row);
      const by = this.rows
        .slice(feed)
        .findLast((one) => one.id === row.id && one.by && one.by !== userId)?.by;
      if (change) changes.push(change.kind === 'task' && by ? { ...change, by } : change);
    }
    const more = feed < this.rows.length;
    const isComplete = walk !== null && !more;
    const next: Cursor = { ...start, feed, mark: this.#markAt(feed), walk: isComplete ? null : walk };
    return {
      cursor: JSON.stringify(next),
      epoch,
      more,
      pending: false,
      ...(isComplete && { complete: true }),
      changes,
    };
  }

  push(userId: string, mutations: readonly Mutation[]): { epoch: string; results: MutationResult[] } {
    const results = mutations.map((mutation): MutationResult => {
      const key = `${userId}/${mutation.opId}`;
      const hash = createHash('sha256').update(JSON.stringify(mutation)).digest('hex');
      const known = this.operations.get(key);
      const result = known
        ? known.hash === hash
          ? known.result
          : { opId: mutation.opId, result: 'rejected' as const, code: 'OP_REUSED' as const }
        : this.#apply(userId, mutation);
      if (!known) this.operations.set(key, { hash, result });
      const task = this.tasks.get(mutation.taskId);
      return { ...result, ...(task && maySee(this.#actor(userId), task) && { task }) };
    });
    return { epoch: this.epoch, results };
  }

  #apply(
    userId: string,
    { opId, op, taskId, baseVersion, base, set }: Mutation,
  ): Omit<MutationResult, 'task'> {
    const rejected = (code: MutationResult['code'] & string): Omit<MutationResult, 'task'> => ({
      opId,
      result: 'rejected',
      code,
      message: `rejected: ${code}`,
    });
    const actor = this.#actor(userId);
    const current = this.tasks.get(taskId) ?? null;
    const count = (): void => void this.applied.set(opId, (this.applied.get(opId) ?? 0) + 1);
    if (this.tombstones.has(taskId)) return rejected('GONE');
    const editable = Object.fromEntries(
      EDITABLE_FIELDS.filter((key) => key in set).map((key) => [key, set[key]]),
    );
    if (op === 'create') {
      if (current) return rejected('ID_TAKEN');
      const made = newTask(editable as TaskSet & { title: string }, {
        id: taskId,
        creatorId: userId,
        now: AT,
      });
      count();
      this.put({ ...made, deletedAt: set['deleted'] === true ? AT : null }, userId);
      return { opId, result: 'applied' };
    }
    if (!current || !maySee(actor, current)) return rejected('NOT_FOUND');
    if ('deleted' in set && !can(actor, current).delete) return rejected('FORBIDDEN');
    const merged = merge(current, { base, set });
    const { deleted, ...fields } = merged.set;
    let after = edit(current, fields as TaskSet, AT)?.task ?? current;
    if (deleted !== undefined) after = withDeletedAt(after, deleted ? AT : null, AT).task;
    count();
    if (after !== current) this.put({ ...after, version: current.version + 1 }, userId);
    if (merged.conflicts.length > 0) return { opId, result: 'conflict', conflicts: [...merged.conflicts] };
    return { opId, result: current.version === baseVersion ? 'applied' : 'merged' };
  }

  #walk(userId: string, start: Cursor & { walk: NonNullable<Cursor['walk']> }, limit: number): RawPage {
    const { walk, epoch } = start;
    const all = this.visible(userId).sort((a, b) => (a.id < b.id ? -1 : 1));
    const rest = all.filter(({ id }) => id > walk.after);
    const page = rest.slice(0, limit);
    const walked = rest.length <= limit;
    const done = walk.done + page.length;
    const next: Cursor = {
      ...start,
      walk: { id: walk.id, after: page.at(-1)?.id ?? walk.after, done, walked },
    };
    const people: Change[] =
      walk.done > 0 ? [] : [...this.users.values()].map((user) => ({ kind: 'user', user }));
    const inbox = [...this.notifications.values()].filter((one) => one.userId === userId);
    const news: Change[] =
      walk.done > 0 ? [] : inbox.map((notification) => ({ kind: 'notification', notification }));
    return {
      cursor: JSON.stringify(next),
      epoch,
      more: true,
      pending: false,
      walk: { id: walk.id, done, total: all.length },
      changes: [
        ...people,
        ...news,
        ...page.map((task): Change => {
          const epochVersion = this.epochVersions.get(task.id);
          return { kind: 'task', task, ...(epochVersion !== undefined && { epochVersion }) };
        }),
      ],
    };
  }

  #now(userId: string, { kind, id }: Row): Change | null {
    if (kind === 'user') {
      const user = this.users.get(id);
      return user ? { kind, user } : null;
    }
    if (kind === 'notification') {
      const notification = this.notifications.get(id);
      return notification ? { kind, notification } : null;
    }
    const task = this.tasks.get(id);
    if (task && maySee(this.#actor(userId), task)) return { kind: 'task', task };
    return { kind: 'removed', id, reason: this.tombstones.has(id) ? 'purged' : 'sight' };
  }

  #concerns(userId: string, { kind, seers }: Row): boolean {
    const isAdmin = this.users.get(userId)?.role === 'admin';
    return seers === null || seers.includes(userId) || (isAdmin && kind === 'task');
  }

  #actor(userId: string) {
    return { id: userId, role: this.users.get(userId)?.role ?? ('user' as const) };
  }

  #noteTask(before: TaskRecord | null, after: TaskRecord | null, by?: string): void {
    const seers = [before, after].flatMap((task) => (task ? [task.creatorId, task.assigneeId] : []));
    const id = (after ?? before)?.id ?? '';
    this.#note({ kind: 'task', id, seers: seers.filter((one) => one !== null), ...(by && { by }) });
  }

  #markAt(feed: number): number {
    return this.rows[feed - 1]?.mark ?? 0;
  }

  #note(row: Omit<Row, 'mark'>): void {
    this.rows.push({ ...row, mark: ++this.#marks });
    for (const heard of this.listeners) heard();
  }
}
