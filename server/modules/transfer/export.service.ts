import { isoNow, type Clock } from '../../ports/clock.ts';
import type { Actor } from '../../ports/actor.ts';
import type { EventRecord } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import type { EventStore } from '../events/index.ts';
import type { StateStore } from '../state/index.ts';
import { maySee, type TaskStore } from '../tasks/index.ts';
import type { UserStore } from '../users/index.ts';
import { guardCell } from './csv.ts';

/** A file that is streamed. */
export interface ExportFile {
  readonly filename: string;
  readonly contentType: string;
  readonly body: AsyncIterable<string>;
}

export interface ExportDeps {
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly events: EventStore;
  readonly state: StateStore;
  readonly clock: Clock;
  /** Whether a file is all of a workspace (a personal one); on a team nobody's drafts are anybody else's, not an admin's either. */
  readonly whole: boolean;
}

/** Columns of the CSV, in this order; reading it back needs no mapping. */
const COLUMNS = [
  'id',
  'title',
  'description',
  'status',
  'priority',
  'dueDate',
  'dueAllDay',
  'remindAt',
  'assigneeId',
  'rank',
  'list',
  'tags',
  'createdAt',
  'updatedAt',
  'completedAt',
  'deletedAt',
] as const;

/** UTF-16 units that are gathered before they are sent. */
const CHUNK = 64 * 1024;

/** Writes everything that the caller may see, as a file. */
export class ExportService {
  constructor(private readonly deps: ExportDeps) {}

  export(actor: Actor, format: 'json' | 'csv'): ExportFile {
    const day = isoNow(this.deps.clock).slice(0, 10);
    return format === 'json'
      ? {
          filename: `taskflow-${day}.json`,
          contentType: 'application/json; charset=utf-8',
          body: gathered(this.#json(actor)),
        }
      : {
          filename: `taskflow-${day}.csv`,
          contentType: 'text/csv; charset=utf-8',
          body: gathered(this.#csv(actor)),
        };
  }

  async *#seen(actor: Actor): AsyncIterable<TaskRecord> {
    const whose = actor.role === 'admin' ? undefined : actor.id;
    for await (const task of this.deps.tasks.all(whose)) if (maySee(actor, task)) yield task;
  }

  /** {format, version, exportedAt, users, tasks, events, state}, one record a line. */
  async *#json(actor: Actor): AsyncIterable<string> {
    const { state, clock, whole } = this.deps;
    yield `{"format":"taskflow","version":1,"exportedAt":${JSON.stringify(isoNow(clock))}`;
    yield* list('users', this.#people());
    yield* list('tasks', this.#seen(actor));
    yield* list('events', this.#events(actor));
    const states: Record<string, unknown> = {};
    for await (const { id } of whole ? this.#people() : [actor]) {
      const kept = await state.all(id);
      if (kept.size > 0) states[id] = Object.fromEntries(kept);
    }
    yield `,\n"state":${JSON.stringify(states)}}\n`;
  }

  /** As in GET /events: one's own, an admin everybody's. */
  #events(actor: Actor): AsyncIterable<EventRecord> {
    return this.deps.events.all(actor.role === 'admin' ? undefined : actor.id);
  }

  async *#people(): AsyncIterable<User> {
    for (let page = 1, left = 1; left > 0; page++) {
      const { items, total } = await this.deps.users.list({ page, limit: 100 });
      yield* items;
      left = items.length === 0 ? 0 : total - page * 100;
    }
  }

  /** RFC 4180, with a byte order mark, without which Excel takes umlauts for something else. */
  async *#csv(actor: Actor): AsyncIterable<string> {
    yield `\uFEFF${COLUMNS.join(',')}\r\n`;
    for await (const task of this.#seen(actor)) {
      const flat = { ...task, list: task.source?.list ?? '', tags: task.source?.tags.join(', ') ?? '' };
      yield `${COLUMNS.map((name) => cell(String(flat[name] ?? ''))).join(',')}\r\n`;
    }
  }
}

function cell(text: string): string {
  const safe = guardCell(text);
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

async function* list(name: string, records: AsyncIterable<unknown>): AsyncIterable<string> {
  yield `,\n"${name}":[`;
  let separator = '\n';
  for await (const record of records) {
    yield separator + JSON.stringify(record);
    separator = ',\n';
  }
  yield ']';
}

async function* gathered(parts: AsyncIterable<string>): AsyncIterable<string> {
  let text = '';
  for await (const part of parts) {
    text += part;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}
