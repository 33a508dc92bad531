import type { Changes } from '../../contract/events.ts';
import type { FieldConflict, Rejection } from '../../contract/sync.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { AppError } from '../../errors.ts';
import { eventOf } from '../../ports/event.ts';
import {
  changesOfNew,
  creation,
  maySee,
  newTask,
  planDelete,
  planRestore,
  planUpdate,
  sameChanges,
  type Occasion,
  type Plan,
  type TaskAct,
} from '../tasks/index.ts';
import { merge } from './merge.ts';
import type { Edit } from './mutation.ts';
import type { Decision, Found } from './sync.store.ts';

/** What is decided, and told of once it is kept. */
export interface Decided extends Decision {
  readonly acts: readonly TaskAct[];
  /** The task as it is, where something of it is in conflict. */
  readonly told: TaskRecord | null;
}

/** What has to be known besides the task; it is looked up before, because nothing is waited for while a task is locked. */
export interface Facts {
  /** Throws VALIDATION when this person cannot be assigned. */
  readonly checkAssignee: (id: string) => void;
  /** What the task's event of creation says, of a task that is there already and of the same creator. */
  readonly firstChanges: Changes | null;
}

/** Decides on an operation with the task as it is now. What may not be done is an outcome, never an error. */
export function decide(found: Found, edit: Edit, facts: Facts, occasion: Occasion): Decided {
  try {
    return edit.mutation.op === 'create'
      ? decideCreate(found, edit, facts, occasion)
      : decideUpdate(found, edit, facts, occasion);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'FORBIDDEN' || error.code === 'VALIDATION'))
      return rejected(error.code, error.message, error.details);
    throw error;
  }
}

export const rejected = (code: Rejection, message: string, details?: unknown): Decided => ({
  writes: [],
  noted: [],
  acts: [],
  told: null,
  outcome: { result: 'rejected', code, message, ...(details !== undefined && { details }) },
});

function decideCreate({ task: known, buried }: Found, edit: Edit, facts: Facts, occasion: Occasion): Decided {
  const { actor, at } = occasion;
  const { deleted, source, completedAt, ...set } = edit.set;
  const made = newTask(
    { ...set, title: set.title ?? '' },
    {
      id: edit.mutation.taskId,
      creatorId: actor.id,
      now: at,
    },
  );
  if (known) {
    const first = facts.firstChanges ?? changesOfNew(known);
    const isSame = known.creatorId === actor.id && sameChanges(first, changesOfNew(made));
    if (!isSame) return rejected('ID_TAKEN', 'This id belongs to another task. Take a new one.');
    return decided([], [], known.version === 1 ? 'applied' : 'merged', known, occasion);
  }
  if (buried) return rejected('GONE', 'This task was deleted for good.');
  if (made.assigneeId !== null) facts.checkAssignee(made.assigneeId);
  const task: TaskRecord = {
    ...made,
    ...(source ? { source } : {}),
    // A device's clock may be ahead; nothing is done before it is done.
    completedAt: made.completedAt && completedAt && completedAt < at ? completedAt : made.completedAt,
  };
  const act = creation(task, changesOfNew(task), occasion);
  if (!deleted) return decided([act], [], 'applied', task, occasion);
  // Nobody is told of a task that is in the trash from its beginning.
  const quiet: TaskAct = {
    ...act,
    notifications: [],
    write: { kind: 'insert', task, effects: { events: effectsOf(act).events, notifications: [] } },
  };
  return decided([quiet, ...actsOf(planDelete(task, undefined, occasion))], [], 'applied', task, occasion);
}

function decideUpdate({ task }: Found, edit: Edit, facts: Facts, occasion: Occasion): Decided {
  if (!task || !maySee(occasion.actor, task)) return rejected('NOT_FOUND', 'There is nothing here.');
  const { set, conflicts } = merge(task, edit);
  const { deleted, source: _source, completedAt: _completedAt, ...fields } = set;
  const acts: TaskAct[] = [];
  let now = task;
  const follow = (plan: Plan): void => {
    for (const act of actsOf(plan)) {
      acts.push(act);
      now = act.after ?? now;
    }
  };
  if (deleted === false) follow(planRestore(now, undefined, occasion));
  if (Object.keys(fields).length > 0) {
    const { assigneeId } = fields;
    if (assigneeId && assigneeId !== now.assigneeId) facts.checkAssignee(assigneeId);
    follow(planUpdate(now, fields, now.version, occasion));
  }
  if (deleted === true) follow(planDelete(now, undefined, occasion));
  const isAlone = edit.mutation.baseVersion === task.version;
  return decided(acts, conflicts, isAlone ? 'applied' : 'merged', now, occasion);
}

const actsOf = (plan: Plan): readonly TaskAct[] => (typeof plan === 'string' ? [] : [plan]);

const effectsOf = ({ write }: TaskAct) =>
  write.kind === 'rank' ? { events: [], notifications: [] } : write.effects;

/** `now`: the task after the acts. A conflict is an event of its own: what did not come to be is in the history too. */
function decided(
  acts: readonly TaskAct[],
  conflicts: readonly FieldConflict[],
  result: 'applied' | 'merged',
  now: TaskRecord,
  occasion: Occasion,
): Decided {
  const writes = acts.map(({ write }) => write);
  if (conflicts.length === 0) return { writes, noted: [], acts, told: null, outcome: { result } };
  const changes = Object.fromEntries(
    conflicts.map(({ field, mine, theirs }) => [field, { from: mine, to: theirs }]),
  );
  const { title, version } = now;
  const event = eventOf({ type: 'task.conflict', entityId: now.id, changes, title, version, ...occasion });
  return {
    writes,
    noted: [event],
    acts,
    told: now,
    outcome: { result: 'conflict', conflicts: [...conflicts] },
  };
}
