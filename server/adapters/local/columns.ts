import { PRIORITIES, STATUSES, type TaskRecord } from '../../contract/tasks.ts';
import { codePointKey, fold } from '../../ports/text.ts';

export const STATUS_CODE = new Map(STATUSES.map((status, code) => [status, code]));
export const PRIORITY_CODE = new Map(PRIORITIES.map((priority, code) => [priority, code]));
/** Codes of the statuses in which a task is settled. */
export const DONE = STATUSES.indexOf('done');
export const CANCELLED = STATUSES.indexOf('cancelled');
/** What `deleted` holds: a task of the lists, one in the trash, and a row that no task has. */
export const LIVE = 0;
export const TRASHED = 1;
const FREE = 2;
/** The code of nobody. */
export const NOBODY = 0;
const FIRST_CAPACITY = 1024;

/** Between title and description in the searched text: no text holds it, so nothing is found across the border. */
const BORDER = '\0';

/** What of a task's row takes work to find out. */
interface Reading {
  readonly title: string;
  readonly text: string;
  readonly due: number;
  readonly remind: number;
  readonly created: number;
  readonly updated: number;
  readonly completed: number;
}

const time = (instant: string | null): number => (instant === null ? Number.NaN : Date.parse(instant));

function readingOf(task: TaskRecord): Reading {
  const folded = fold(task.title);
  return {
    title: codePointKey(folded),
    text: task.description ? `${folded}${BORDER}${fold(task.description)}` : folded,
    due: time(task.dueDate),
    remind: time(task.remindAt),
    created: time(task.createdAt),
    updated: time(task.updatedAt),
    completed: time(task.completedAt),
  };
}

/**
 * The fields of tasks that lists sort, filter and count by: one array a field, a row number for each task. Typed arrays
 * scan 100,000 rows in 0.4 ms where objects take 12. Times are milliseconds, null is NaN; people are small numbers.
 */
export class Columns {
  readonly rowOf = new Map<string, number>();
  readonly ids: string[] = [];
  /** What titles sort by; folded title with description. */
  readonly title: string[] = [];
  readonly text: string[] = [];
  readonly rank: (string | null)[] = [];
  status = new Uint8Array(FIRST_CAPACITY);
  priority = new Uint8Array(FIRST_CAPACITY);
  deleted = new Uint8Array(FIRST_CAPACITY);
  allDay = new Uint8Array(FIRST_CAPACITY);
  assignee = new Uint32Array(FIRST_CAPACITY);
  creator = new Uint32Array(FIRST_CAPACITY);
  version = new Uint32Array(FIRST_CAPACITY);
  due = new Float64Array(FIRST_CAPACITY);
  remind = new Float64Array(FIRST_CAPACITY);
  created = new Float64Array(FIRST_CAPACITY);
  updated = new Float64Array(FIRST_CAPACITY);
  completed = new Float64Array(FIRST_CAPACITY);
  /** User ids by code; code 0 is nobody. */
  readonly people: (string | null)[] = [null];
  private readonly codeOfPerson = new Map<string | null, number>([[null, NOBODY]]);
  private readonly free: number[] = [];
  private readonly prepared = new Map<TaskRecord, Reading>();

  /** Rows there are, those that no task has included. */
  get length(): number {
    return this.ids.length;
  }

  /** The number of a person; made when it is new. */
  person(id: string | null): number {
    let code = this.codeOfPerson.get(id);
    if (code === undefined) {
      code = this.people.push(id) - 1;
      this.codeOfPerson.set(id, code);
    }
    return code;
  }

  /** A row for a task that has none yet. */
  add(id: string): number {
    const row = this.free.pop() ?? this.ids.length;
    if (row >= this.status.length) this.grow();
    this.ids[row] = id;
    this.rowOf.set(id, row);
    return row;
  }

  /** Folds a task's text and reads its times ahead of `set`, which is most of its work. */
  prepare(task: TaskRecord): void {
    this.prepared.set(task, readingOf(task));
  }

  set(row: number, task: TaskRecord): void {
    const reading = this.prepared.get(task) ?? readingOf(task);
    this.prepared.delete(task);
    this.title[row] = reading.title;
    this.text[row] = reading.text;
    this.rank[row] = task.rank;
    this.status[row] = STATUS_CODE.get(task.status) ?? 0;
    this.priority[row] = PRIORITY_CODE.get(task.priority) ?? 0;
    this.deleted[row] = task.deletedAt === null ? LIVE : TRASHED;
    this.allDay[row] = task.dueAllDay ? 1 : 0;
    this.assignee[row] = this.person(task.assigneeId);
    this.creator[row] = this.person(task.creatorId);
    this.version[row] = task.version;
    this.due[row] = reading.due;
    this.remind[row] = reading.remind;
    this.created[row] = reading.created;
    this.updated[row] = reading.updated;
    this.completed[row] = reading.completed;
  }

  drop(row: number): void {
    this.rowOf.delete(this.ids[row] as string);
    this.ids[row] = '';
    this.title[row] = '';
    this.text[row] = '';
    this.rank[row] = null;
    this.deleted[row] = FREE;
    this.free.push(row);
  }

  private grow(): void {
    const larger = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from as never);
      return to;
    };
    const capacity = this.status.length * 2;
    for (const name of ['status', 'priority', 'deleted', 'allDay'] as const)
      this[name] = larger(this[name], new Uint8Array(capacity));
    for (const name of ['assignee', 'creator', 'version'] as const)
      this[name] = larger(this[name], new Uint32Array(capacity));
    for (const name of ['due', 'remind', 'created', 'updated', 'completed'] as const)
      this[name] = larger(this[name], new Float64Array(capacity));
  }
}
