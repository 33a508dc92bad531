import { useKey } from '../../../keys/use-key.tsx';
import type { Task } from '../../../../server/contract/tasks.ts';
import type { Property } from '../properties/property-popover.tsx';
import type { TaskListModel } from './use-task-list.ts';

/** What keys do with tasks; the list says with which. */
export interface ListActs {
  readonly open: (task: Task, model: TaskListModel) => void;
  readonly peek: (task: Task, model: TaskListModel) => void;
  readonly rename: (task: Task) => void;
  readonly property: (property: Property, tasks: readonly Task[]) => void;
  readonly done: (tasks: readonly Task[]) => void;
  readonly assignToMe: (tasks: readonly Task[]) => void;
  readonly remove: (tasks: readonly Task[]) => void;
  readonly restore: (tasks: readonly Task[]) => void;
  readonly fold: (key: string) => void;
  readonly tooMany: () => void;
  /** Moves tasks a row up or down in the order by hand. */
  readonly step: (tasks: readonly Task[], by: 1 | -1, model: TaskListModel) => void;
}

/** The tasks an act is for: the selection, else the row under the cursor. */
export function targetsOf(model: TaskListModel): readonly Task[] {
  if (model.selection.tasks.size > 0) return [...model.selection.tasks.values()];
  return model.current ? [model.current] : [];
}

/** The keys of a list of tasks: moving, selecting, and acts on what is selected or under the cursor. */
export function useListKeys(model: TaskListModel, acts: ListActs, kind: 'tasks' | 'trash'): void {
  const { cursor, current } = model;
  const isTasks = kind === 'tasks';
  /** Does something with the targets; without any the key is passed on. */
  const onTargets = (act: (tasks: readonly Task[]) => void) => () => {
    const tasks = targetsOf(model);
    if (tasks.length === 0) return false;
    return act(tasks);
  };
  const onCurrent = (act: (task: Task) => void) => () => (current ? act(current) : false);
  const groupKey = cursor?.id?.startsWith('#') ? cursor.id.slice(1) : null;

  useKey('down', () => model.move(1));
  useKey('up', () => model.move(-1));
  useKey('first', () => model.move('first'));
  useKey('last', () => model.move('last'));
  useKey('pageDown', () => model.move('page'));
  useKey('pageUp', () => model.move('pageBack'));
  useKey('open', () => {
    if (groupKey) return acts.fold(groupKey);
    return current ? acts.open(current, model) : false;
  });
  useKey(
    'peek',
    onCurrent((task) => acts.peek(task, model)),
    isTasks,
  );
  useKey('rename', onCurrent(acts.rename), isTasks);
  useKey('fold', () => {
    const group = current && model.groups.find((one) => isIn(one.key, model));
    if (!group || model.layout.headHeight === 0) return false;
    model.moveToHead(group.key);
    return acts.fold(group.key);
  });
  useKey('unfold', () => (groupKey ? acts.fold(groupKey) : false));
  useKey('closeLayer', () => (model.selection.tasks.size > 0 ? model.clear() : false));
  useKey('select', onCurrent(model.toggle));
  useKey('extendDown', () => model.stretchBy(1));
  useKey('extendUp', () => model.stretchBy(-1));
  useKey('selectAll', () => void model.selectAll().then((tooMany) => tooMany && acts.tooMany()));
  useKey(
    'status',
    onTargets((tasks) => acts.property('status', tasks)),
    isTasks,
  );
  useKey(
    'priority',
    onTargets((tasks) => acts.property('priority', tasks)),
    isTasks,
  );
  useKey(
    'assignee',
    onTargets((tasks) => acts.property('assignee', tasks)),
    isTasks,
  );
  useKey(
    'due',
    onTargets((tasks) => acts.property('due', tasks)),
    isTasks,
  );
  useKey(
    'moveUp',
    onTargets((tasks) => acts.step(tasks, -1, model)),
    isTasks,
  );
  useKey(
    'moveDown',
    onTargets((tasks) => acts.step(tasks, 1, model)),
    isTasks,
  );
  useKey('assignToMe', onTargets(acts.assignToMe), isTasks);
  useKey('done', onTargets(acts.done), isTasks);
  useKey(
    'delete',
    onTargets((tasks) => {
      model.clear();
      acts.remove(tasks);
    }),
  );
  useKey('restore', onTargets(acts.restore), !isTasks);
}

/** Whether the cursor stands in a group. */
export function isIn(key: string, { layout, cursor }: TaskListModel): boolean {
  const box = layout.boxes.find((one) => one.key === key);
  if (!box || !cursor) return false;
  return cursor.number >= box.stopsBefore && cursor.number < box.stopsBefore + Math.max(1, box.rows);
}
