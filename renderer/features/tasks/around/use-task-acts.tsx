import { Suspense, lazy, useState, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';
import { useMe } from '../../../api/people.ts';
import { useWorkspace } from '../../../api/workspace.tsx';
import { useKey } from '../../../keys/use-key.tsx';
import { leaveTrail } from '../../detail/trail.ts';
import { copyTaskLinks, useTaskActions } from '../actions/index.ts';
import { useSubject } from '../actions/subject.ts';
import { actOnChoice } from '../list/act-on-choice.ts';
import { BulkBar } from '../list/bulk-bar.tsx';
import { RowMenu, type RowChoice } from '../list/row-menu.tsx';
import { PropertyPopover, type Property } from '../properties/property-popover.tsx';

const Peek = lazy(() => import('../../detail/index.ts').then((module) => ({ default: module.Peek })));

export interface TaskActsOptions {
  /** What keys act on: the selection, else the task under the cursor. */
  readonly targets: readonly Task[];
  readonly selected: readonly Task[];
  /** The task under the cursor, once somebody put it there. */
  readonly current: Task | undefined;
  /** On what a popover for some tasks hangs. */
  readonly anchorOf: (tasks: readonly Task[]) => Element;
  readonly onClear: () => void;
  /** Selects one more, or one less. */
  readonly onToggle: (task: Task) => void;
  /** The tasks in the order they stand where the task is, for stepping from one to the next; the view's name. */
  readonly trail: { readonly label: string; readonly around: (task: Task) => readonly Task[] };
  readonly hidesBar?: boolean;
}

export interface TaskActs {
  readonly open: (task: Task) => void;
  readonly update: (tasks: readonly Task[], set: TaskSet) => void;
  readonly openProperty: (property: Property, tasks: readonly Task[], at?: Element) => void;
  /** Everything that can be done with one. */
  readonly openMenu: (task: Task, at: Element) => void;
  /** The bulk bar, the open property and the peek; render it after the tasks. */
  readonly around: ReactNode;
}

/** What can be done to tasks that are shown as cards or in days: keys, popovers, bulk bar and peek. */
export function useTaskActs(options: TaskActsOptions): TaskActs {
  const { targets, selected, current, anchorOf, onClear, onToggle, trail, hidesBar = false } = options;
  const navigate = useNavigate();
  const location = useLocation();
  const actions = useTaskActions();
  const me = useMe();
  const [isPeeking, setPeeking] = useState(false);
  const [opened, setOpened] = useState<{ property: Property; tasks: readonly Task[]; at: Element } | null>(
    null,
  );
  const [menu, setMenu] = useState<{ task: Task; at: Element } | null>(null);
  const session = useWorkspace();
  useSubject(targets);

  const update = (tasks: readonly Task[], set: TaskSet): void =>
    void actions.update(
      tasks.map((task) => task.id),
      set,
    );
  const openProperty = (property: Property, tasks: readonly Task[], at?: Element): void =>
    setOpened({ property, tasks, at: at ?? anchorOf(tasks) });
  const remove = (tasks: readonly Task[]): void => {
    onClear();
    void actions.delete(tasks.map((task) => task.id));
  };
  const open = (task: Task): void => {
    const tasks = trail.around(task);
    leaveTrail({
      to: location.pathname + location.search,
      label: trail.label,
      total: tasks.length,
      places: new Map(tasks.map((one, index) => [index, one.id])),
    });
    void navigate(`/tasks/${task.id}`);
  };
  const choose = (choice: RowChoice, task: Task, at: Element): void =>
    actOnChoice(choice, task, at, {
      open: () => open(task),
      // A card has no place to write in: its title is written on its page.
      rename: () => open(task),
      select: () => onToggle(task),
      assignToMe: () => me && update([task], { assigneeId: me.id }),
      copyLink: () => void copyTaskLinks(session, [task.id]),
      remove: () => remove([task]),
      openProperty,
    });
  const onTargets = (act: (tasks: readonly Task[]) => void) => () =>
    targets.length > 0 ? act(targets) : false;
  const property = (of: Property) => onTargets((tasks) => openProperty(of, tasks));

  useKey('openCard', () => (current ? open(current) : false));
  useKey('peek', () => (current ? setPeeking(true) : false));
  useKey('closeLayer', () => (selected.length > 0 ? onClear() : false));
  useKey('status', property('status'));
  useKey('priority', property('priority'));
  useKey('assignee', property('assignee'));
  useKey('due', property('due'));
  useKey(
    'assignToMe',
    onTargets((tasks) => me && update(tasks, { assigneeId: me.id })),
  );
  useKey(
    'done',
    onTargets((tasks) =>
      update(tasks, { status: tasks.every((task) => task.status === 'done') ? 'todo' : 'done' }),
    ),
  );
  useKey('delete', onTargets(remove));

  const around = (
    <>
      {selected.length > 0 && !hidesBar && (
        <BulkBar
          tasks={selected}
          onClear={onClear}
          onProperty={(of, anchor) => openProperty(of, selected, anchor)}
          onDelete={() => remove(selected)}
        />
      )}
      {isPeeking && current && (
        <Suspense fallback={null}>
          <Peek id={current.id} onClose={() => setPeeking(false)} />
        </Suspense>
      )}
      {menu && (
        <RowMenu
          anchor={menu.at}
          canDelete={menu.task.can.delete}
          canRename={false}
          onClose={() => setMenu(null)}
          onChoose={(choice) => choose(choice, menu.task, menu.at)}
        />
      )}
      {opened && (
        <PropertyPopover
          property={opened.property}
          tasks={opened.tasks}
          anchor={opened.at}
          onClose={() => setOpened(null)}
          onSet={(set) => update(opened.tasks, set)}
        />
      )}
    </>
  );
  return { open, update, openProperty, openMenu: (task, at) => setMenu({ task, at }), around };
}
