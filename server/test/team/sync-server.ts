import { randomUUID } from 'node:crypto';
import type { z } from 'zod/mini';
import type { MutationResult, pullChanges } from '../../contract/sync.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { Answered, Person } from './serve-team.ts';

export type Page = z.infer<typeof pullChanges.answer>;

/** What a replica would hold: the last copy of each thing, and its cursor. */
export class Replica {
  readonly tasks = new Map<string, TaskRecord>();
  readonly users = new Set<string>();
  readonly notifications = new Map<string, string | null>();
  readonly pages: Page[] = [];
  cursor: string | undefined;
  /** An operation whose result it knows. */
  known: string | undefined;

  constructor(
    private readonly person: Pick<Person, 'request'>,
    private readonly limit = 500,
  ) {}

  /** One page. Throws the error's code. */
  async step(): Promise<Page> {
    const query = new URLSearchParams({ limit: String(this.limit) });
    if (this.cursor) query.set('cursor', this.cursor);
    if (this.known) query.set('known', this.known);
    const { status, json } = await this.person.request('GET', `/sync/changes?${query.toString()}`);
    if (status !== 200) throw new Error(String(json['code']));
    const page = json as unknown as Page;
    this.pages.push(page);
    this.cursor = page.cursor;
    for (const change of page.changes) {
      if (change.kind === 'user') this.users.add(change.user.id);
      else if (change.kind === 'notification')
        this.notifications.set(change.notification.id, change.notification.readAt);
      else if (change.kind === 'removed') this.tasks.delete(change.id);
      else if ((this.tasks.get(change.task.id)?.version ?? 0) <= change.task.version)
        this.tasks.set(change.task.id, change.task);
    }
    return page;
  }

  /** Until there is nothing more, and nothing waits. Answers what came, in order. */
  async pull(): Promise<Page['changes']> {
    const changes: Page['changes'] = [];
    for (;;) {
      const { more, pending, changes: some } = await this.step();
      changes.push(...some);
      if (!more && !pending) return changes;
    }
  }
}

export interface Mutating {
  readonly opId?: string;
  readonly op?: 'create' | 'update';
  readonly taskId?: string;
  readonly baseVersion?: number;
  readonly base?: Record<string, unknown>;
  readonly set: Record<string, unknown>;
}

export const mutationOf = ({ op = 'update', ...given }: Mutating) => ({
  opId: randomUUID(),
  op,
  taskId: randomUUID(),
  baseVersion: op === 'create' ? 0 : 1,
  base: {},
  ...given,
});

export const send = (person: Person, mutations: readonly unknown[]): Promise<Answered> =>
  person.request('POST', '/sync/mutations', { mutations });

/** One operation, and its result. */
export async function push(person: Person, mutating: Mutating): Promise<MutationResult> {
  const { status, json, text } = await send(person, [mutationOf(mutating)]);
  if (status !== 200) throw new Error(text);
  return (json['results'] as MutationResult[])[0] as MutationResult;
}

export async function create(person: Person, set: Record<string, unknown>): Promise<TaskRecord> {
  const { json, text, status } = await person.request('POST', '/tasks', set);
  if (status !== 201) throw new Error(text);
  return json as unknown as TaskRecord;
}

/** Numbers of one seed, so that a failure can be had again. */
export function randomOf(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}
