import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { TaskEvent } from '../../server/contract/realtime.ts';
import type { Task, TaskPage, TaskSet } from '../../server/contract/tasks.ts';
import type { User } from '../../server/contract/users.ts';
import { askAgain } from './ask-again.ts';
import { byRank } from './by-rank.ts';
import { matches } from './matches.ts';
import { queryKeys, type TaskQuery } from './query-keys.ts';

type ListData = TaskPage | InfiniteData<TaskPage>;

type PeopleData = { readonly items: User[] } | InfiniteData<{ readonly items: User[] }>;

/** Milliseconds in which changes gather before lists and counts are asked again. */
const GATHER_MS = 120;

const isPages = (data: ListData): data is InfiniteData<TaskPage> => 'pages' in data;

function mapPages(data: ListData, change: (page: TaskPage, index: number) => TaskPage): ListData {
  if (!isPages(data)) return change(data, 0);
  return { ...data, pages: data.pages.map(change) };
}

/** A task that was taken from the person's sight while they looked at it. */
export class TaskHidden extends Error {
  override readonly name = 'TaskHidden';
}

const has = (page: TaskPage, id: string): boolean => page.items.some((one) => one.id === id);

/**
 * A list's data with a task put in, replaced or taken out. A new one stands first: where it belongs, the refetch says; only
 * the order by hand shows at once.
 */
export function placeIn(data: ListData, task: Task, belongs: boolean, isByHand = false): ListData {
  const pages = isPages(data) ? data.pages : [data];
  const present = pages.some((page) => has(page, task.id));
  if (!present && !belongs) return data;
  const change = belongs === present ? 0 : belongs ? 1 : -1;
  return mapPages(data, (page, index) => {
    let items = page.items;
    if (present && has(page, task.id))
      items = belongs
        ? items.map((one) => (one.id === task.id ? task : one))
        : items.filter((one) => one.id !== task.id);
    else if (!present && index === 0 && page.page === 1) items = [task, ...items];
    if (isByHand && present && items !== page.items) items = items.toSorted(byRank);
    return items === page.items && change === 0
      ? page
      : { ...page, items, total: Math.max(0, page.total + change) };
  });
}

/**
 * The tasks in the query cache: reads and places them in every list at once. Changes that the server has not answered yet
 * lie over what it says (`hold`), so that an answer to an earlier one takes nothing back.
 */
export class TaskCache {
  #held = new Map<string, { base: Task; edits: readonly Partial<Task>[] }>();
  #gather: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly queries: QueryClient) {}

  /** A task as it is shown now, wherever it is cached; the newest where copies differ (a page nobody looks at may be old). */
  find(id: string): Task | undefined {
    let best = this.queries.getQueryData<Task>(queryKeys.one(id));
    for (const [, data] of this.queries.getQueriesData<ListData>({ queryKey: queryKeys.lists })) {
      if (!data) continue;
      for (const page of isPages(data) ? data.pages : [data]) {
        const found = page.items.find((task) => task.id === id);
        if (found && (!best || found.version > best.version)) best = found;
      }
    }
    return best;
  }

  /** Shows a task in every list it belongs to; what is held over it stays on top. */
  place(task: Task): void {
    const held = this.#held.get(task.id);
    if (held) held.base = task;
    const shown = (held?.edits ?? []).reduce<Task>((one, edit) => this.with(one, edit), task);
    this.queries.setQueryData<Task>(queryKeys.one(task.id), (old) =>
      old && old.source && !shown.source ? { ...shown, source: old.source } : shown,
    );
    const me = this.queries.getQueryData<User>(queryKeys.profile)?.id;
    for (const query of this.queries.getQueryCache().findAll({ queryKey: queryKeys.lists })) {
      const data = query.state.data as ListData | undefined;
      if (!data) continue;
      const asked = (query.queryKey[2] ?? {}) as TaskQuery;
      const isByHand = asked.sort === 'rank' && asked.order === 'asc';
      const next = placeIn(data, shown, matches(shown, asked, me), isByHand);
      if (next !== data) this.queries.setQueryData(query.queryKey, next);
    }
  }

  /** Takes a task out of every list and of the cache. */
  drop(id: string): void {
    this.queries.removeQueries({ queryKey: queryKeys.one(id) });
    this.#dropFromLists(id);
  }

  #dropFromLists(id: string): void {
    for (const [key, data] of this.queries.getQueriesData<ListData>({ queryKey: queryKeys.lists })) {
      const task =
        data &&
        (isPages(data) ? data.pages : [data]).flatMap((page) => page.items).find((one) => one.id === id);
      if (data && task) this.queries.setQueryData(key, placeIn(data, task, false));
    }
  }

  /** A task with edits on it, the assignee as a person included. */
  with(task: Task, edit: Partial<Task> | TaskSet): Task {
    const next = { ...task, ...edit } as Task;
    if (edit.assigneeId === undefined || edit.assigneeId === task.assigneeId) return next;
    return { ...next, assignee: this.person(edit.assigneeId) };
  }

  /** What the server last said of a task, without what is held over it. */
  base(id: string): Task | undefined {
    return this.#held.get(id)?.base ?? this.find(id);
  }

  /** Lays an edit over a task and shows it, until the returned function is called. */
  hold(task: Task, edit: Partial<Task>): () => void {
    const held = this.#held.get(task.id) ?? { base: task, edits: [] };
    held.edits = [...held.edits, edit];
    this.#held.set(task.id, held);
    this.place(held.base);
    return () => {
      held.edits = held.edits.filter((one) => one !== edit);
      if (held.edits.length === 0) this.#held.delete(task.id);
      this.place(held.base);
    };
  }

  /** Stops requests under way, whose answers would not have a change that is about to show. */
  async settle(): Promise<void> {
    if (this.queries.isFetching({ queryKey: queryKeys.tasks }) === 0) return;
    await this.queries.cancelQueries({ queryKey: queryKeys.tasks });
  }

  /** Asks for lists, counts and histories again, once for all changes of the last moment, when no edit waits. */
  refresh(): void {
    if (this.#gather) return;
    this.#gather = setTimeout(() => {
      this.#gather = null;
      if (this.#held.size > 0) return this.refresh();
      void askAgain(this.queries, { queryKey: queryKeys.lists });
      void askAgain(this.queries, { queryKey: queryKeys.stats });
      void askAgain(this.queries, { queryKey: queryKeys.histories });
      void askAgain(this.queries, { queryKey: queryKeys.events });
    }, GATHER_MS);
  }

  /** Takes in what the socket tells. */
  receive(event: TaskEvent): void {
    if (event.type === 'task.removed') this.#hide(event.taskId);
    else if (event.type === 'tasks.changed') void askAgain(this.queries, { queryKey: queryKeys.tasks });
    else if (event.type === 'task.purged') this.drop(event.task.id);
    else {
      const known = this.find(event.task.id);
      // The answer to one's own request may have been quicker than the socket.
      const isNews = !known || event.task.version >= known.version;
      if (isNews) this.place({ ...event.task, can: this.#canWith(event.task) });
      if (!known) void askAgain(this.queries, { queryKey: queryKeys.one(event.task.id) });
    }
    this.refresh();
  }

  /** Takes a task away that is not the person's to see any more; whoever looks at it is told. */
  #hide(id: string): void {
    this.#dropFromLists(id);
    const open = this.queries.getQueryCache().find({ queryKey: queryKeys.one(id) });
    if (open?.isActive()) open.setState({ data: undefined, status: 'error', error: new TaskHidden() });
    else this.queries.removeQueries({ queryKey: queryKeys.one(id) });
  }

  /** As the policy says; the server's own word comes with the next answer. */
  #canWith({ creatorId }: Pick<Task, 'creatorId'>): Task['can'] {
    const me = this.queries.getQueryData<User>(queryKeys.profile);
    const owns = me === undefined || me.role === 'admin' || me.id === creatorId;
    return { update: true, assign: true, delete: owns, restore: owns };
  }

  close(): void {
    if (this.#gather) clearTimeout(this.#gather);
    this.#gather = null;
  }

  /** A person by their id, out of every list of people that is known. */
  person(id: string | null): Task['assignee'] {
    if (!id) return null;
    const me = this.queries.getQueryData<User>(queryKeys.profile);
    // Lists of people and what was searched among them.
    const people = this.queries
      .getQueriesData<PeopleData>({ queryKey: queryKeys.users })
      .flatMap(([, data]) => (data && 'pages' in data ? data.pages : data ? [data] : []))
      .flatMap(({ items }) => items);
    return [...people, ...(me ? [me] : [])].find((person) => person.id === id) ?? null;
  }
}
