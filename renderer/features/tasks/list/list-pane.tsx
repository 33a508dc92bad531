import { Suspense, lazy, useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';
import { errorMessage } from '../../../api/error-message.ts';
import { useMe } from '../../../api/people.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { useWorkspace } from '../../../api/workspace.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { copyTaskLinks, useTaskActions } from '../actions/index.ts';
import { useSubject } from '../actions/subject.ts';
import { PropertyPopover, type Property } from '../properties/property-popover.tsx';
import { CELLS, type Column } from '../table/columns.ts';
import { useTableKeys } from '../table/use-table-keys.ts';
import { actOnChoice } from './act-on-choice.ts';
import { BulkBar } from './bulk-bar.tsx';
import { RowMenu, type RowChoice } from './row-menu.tsx';
import { TaskList } from './task-list.tsx';
import type { RowAct } from './row-parts.tsx';
import type { GroupPages } from './use-group-pages.ts';
import { leaveTrail } from '../../detail/trail.ts';
import { trailOf } from './trail-of.ts';
import { ROWS_BELOW, stepRows } from './step-rows.ts';
import { isIn, targetsOf, useListKeys, type ListActs } from './use-list-keys.ts';
import { SELECT_AT_MOST, type TaskListModel } from './use-task-list.ts';

const Peek = lazy(() => import('../../detail/index.ts').then((module) => ({ default: module.Peek })));

/** Something that hangs on a row or on the bulk bar. */
type Opened =
  | {
      readonly kind: 'property';
      readonly property: Property;
      readonly tasks: readonly Task[];
      readonly at: Element;
    }
  | { readonly kind: 'menu'; readonly task: Task; readonly at: Element };

/** Where a property opens by key: the bulk bar when several are selected, else the row's own part. */
function anchorOf(property: Property, tasks: readonly Task[]): Element {
  const [task] = tasks;
  const row = task && document.getElementById(`row-${task.id}`);
  const bar = document.querySelector(`.bulk [data-property="${property}"]`);
  const ring = property === 'status' ? row?.querySelector('[data-act="done"]') : null;
  const part = row?.querySelector(`[data-act="${property}"]`) ?? ring ?? row?.querySelector('.title > span');
  return (tasks.length > 1 ? (bar ?? part) : (part ?? bar)) ?? document.body;
}

/** A list of tasks with all that can be done in it: keys, popovers, bulk bar, and what stands there when it is empty. */
export function ListPane({
  pages,
  folded,
  onFold,
  placeKey,
  label,
  hasHeads = true,
  kind = 'tasks',
  head,
  onAdd,
  onSortByHand,
  empty,
}: {
  pages: GroupPages;
  folded: readonly string[];
  onFold: (key: string) => void;
  placeKey: string;
  label: string;
  hasHeads?: boolean;
  kind?: 'tasks' | 'table';
  /** What stands above the rows: the names of a table's columns. */
  head?: ReactNode;
  /** Adds a task that starts with a group's value. */
  onAdd?: (preset: TaskSet) => void;
  /** Puts the list into the order by hand, where it has orders to choose from. */
  onSortByHand?: () => void;
  empty: ReactNode;
}) {
  const acts = useListPaneActs(onFold, label, pages, onSortByHand);
  if (!pages.groups) return pages.error ? <Unread pages={pages} /> : <SkeletonList />;
  if (pages.groups.every((group) => group.count === 0)) return empty;
  return (
    <>
      {head}
      <TaskList
        pages={pages}
        folded={folded}
        onFold={onFold}
        placeKey={placeKey}
        label={label}
        hasHeads={hasHeads}
        kind={kind}
        {...(kind === 'table' ? { column: acts.column } : {})}
        renaming={acts.renaming}
        onRenamed={acts.onRenamed}
        onAct={acts.onAct}
        {...(onAdd ? { onAdd } : {})}
      >
        {(model) => <Around model={model} acts={acts} kind={kind} />}
      </TaskList>
    </>
  );
}

/** In place of a list that could not be read. */
export function Unread({ pages }: { pages: GroupPages }) {
  const { t } = useTranslation(['tasks', 'common']);
  return (
    <EmptyState
      art="unsynced"
      text={`${t('empty.failed')} ${errorMessage(pages.error)}`}
      action={<Button onPress={pages.retry}>{t('common:retry')}</Button>}
    />
  );
}

type PaneActs = ReturnType<typeof useListPaneActs>;

/** Keys, popovers and the bulk bar: what stands around the rows and renders with them. */
function Around({ model, acts, kind }: { model: TaskListModel; acts: PaneActs; kind: 'tasks' | 'table' }) {
  useListKeys(model, acts.keys, 'tasks');
  useTableKeys(model, acts.keys, acts, kind === 'table');
  useSubject(targetsOf(model));
  const { opened, close } = acts;
  const selected = [...model.selection.tasks.values()];
  return (
    <>
      {selected.length > 0 && (
        <BulkBar
          tasks={selected}
          onClear={model.clear}
          onProperty={(property, at) => acts.openProperty(property, targetsOf(model), at)}
          onDelete={() => acts.remove(selected, model.clear)}
        />
      )}
      {opened?.kind === 'property' && (
        <PropertyPopover
          property={opened.property}
          tasks={opened.tasks}
          anchor={opened.at}
          onClose={close}
          onSet={(set) => acts.update(opened.tasks, set)}
        />
      )}
      {opened?.kind === 'menu' && (
        <RowMenu
          anchor={opened.at}
          canDelete={opened.task.can.delete}
          onClose={close}
          onChoose={(choice) => acts.choose(choice, opened.task, opened.at, model)}
        />
      )}
      {acts.isPeeking && model.current && (
        <Suspense fallback={null}>
          <Peek id={model.current.id} onClose={acts.closePeek} />
        </Suspense>
      )}
    </>
  );
}

/** What acts mean in a list of tasks. */
function useListPaneActs(
  onFold: (key: string) => void,
  label: string,
  pages: GroupPages,
  onSortByHand?: () => void,
) {
  const { t } = useTranslation('tasks');
  const navigate = useNavigate();
  const location = useLocation();
  const actions = useTaskActions();
  const session = useWorkspace();
  const { queries } = session;
  const me = useMe();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [isPeeking, setPeeking] = useState(false);
  const [column, setColumn] = useState<Column>('title');

  /** The acts find tasks in the cache; those selected far away are in no list that is kept. */
  const idsOf = (tasks: readonly Task[]): string[] => {
    for (const task of tasks)
      if (!queries.getQueryData(queryKeys.one(task.id))) queries.setQueryData(queryKeys.one(task.id), task);
    return tasks.map((task) => task.id);
  };
  const update = (tasks: readonly Task[], set: Parameters<typeof actions.update>[1]): void =>
    void actions.update(idsOf(tasks), set);
  const openProperty = (property: Property, tasks: readonly Task[], at?: Element): void =>
    setOpened({ kind: 'property', property, tasks, at: at ?? anchorOf(property, tasks) });
  const open = (task: Task, model: TaskListModel): void => {
    leaveTrail({ to: location.pathname + location.search, label, ...trailOf(model) });
    void navigate(`/tasks/${task.id}`);
  };
  const done = (tasks: readonly Task[]): void =>
    update(tasks, { status: tasks.every((task) => task.status === 'done') ? 'todo' : 'done' });
  const remove = (tasks: readonly Task[], after?: () => void): void => {
    after?.();
    void actions.delete(idsOf(tasks));
  };
  const step: ListActs['step'] = (tasks, by, model) => {
    const query = model.groups[0]?.query;
    if (query?.sort !== 'rank' || query.order !== 'asc')
      return void (
        onSortByHand &&
        showToast({
          text: t('byHand'),
          key: 'by-hand',
          actions: [{ label: t('sortByHand'), onPress: onSortByHand }],
        })
      );
    const group = model.groups.find((one) => isIn(one.key, model));
    if (!group || !model.cursor) return;
    const box = model.layout.boxes.find((one) => one.key === group.key);
    const until = model.cursor.number - (box?.stopsBefore ?? 0) + tasks.length + ROWS_BELOW;
    void pages.rows(group, 0, Math.min(group.count, until)).then((rows) => {
      idsOf(rows);
      const edits = stepRows(rows, tasks, by);
      const moved = { count: tasks.length, title: tasks[0]?.title ?? '' };
      return actions.updateEach(edits, { label: t('stepped', moved), toast: false });
    });
  };
  const onRenamed = useCallback((): void => {
    setRenaming(null);
    document.querySelector<HTMLElement>('.list[role=treegrid]')?.focus({ preventScroll: true });
  }, []);

  const keys: ListActs = {
    open,
    peek: () => setPeeking(true),
    rename: (task) => setRenaming(task.id),
    property: openProperty,
    done,
    assignToMe: (tasks) => me && update(tasks, { assigneeId: me.id }),
    remove,
    restore: () => undefined,
    fold: onFold,
    step,
    tooMany: () => showToast({ text: t('selectedAtMost', { count: SELECT_AT_MOST }) }),
  };
  const onAct = (act: RowAct, task: Task, at: Element, model: TaskListModel): void => {
    const pressed = CELLS.find((one) => one === at.closest<HTMLElement>('[data-col]')?.dataset['col']);
    if (pressed) setColumn(pressed);
    switch (act) {
      case 'open':
        return open(task, model);
      case 'rename':
        return setRenaming(task.id);
      case 'done':
        return done([task]);
      case 'more':
        return setOpened({ kind: 'menu', task, at });
      case 'status':
      case 'priority':
      case 'assignee':
      case 'due':
        return openProperty(act, [task], at);
      case 'focus':
      case 'restore':
      case 'forever':
    }
  };
  const choose = (choice: RowChoice, task: Task, at: Element, model: TaskListModel): void =>
    actOnChoice(choice, task, at, {
      open: () => open(task, model),
      rename: () => setRenaming(task.id),
      select: () => model.toggle(task),
      assignToMe: () => keys.assignToMe([task]),
      copyLink: () => void copyTaskLinks(session, [task.id]),
      remove: () => remove([task]),
      openProperty,
    });
  const close = (): void => setOpened(null);
  const closePeek = (): void => setPeeking(false);
  return {
    keys,
    onAct,
    onRenamed,
    renaming,
    opened,
    close,
    isPeeking,
    closePeek,
    update,
    openProperty,
    remove,
    choose,
    column,
    onColumn: setColumn,
  };
}
