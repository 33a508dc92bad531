import { Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Task } from '../../../server/contract/tasks.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { number } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import {
  SELECT_AT_MOST,
  SearchField,
  TaskList,
  TrashBar,
  Unread,
  useGroupPages,
  useListKeys,
  type Group,
  type TaskListModel,
} from '../tasks/index.ts';

/** One group, what was deleted last on top: a deletion is the last change of a task. */
const trashOf = (search: string): readonly Group[] => [
  {
    key: 'trash',
    heading: { by: 'none' },
    conditions: {},
    preset: {},
    query: { deleted: true, sort: 'updatedAt', order: 'desc', ...(search ? { search } : {}) },
  },
];
const NONE: readonly string[] = [];
const nothing = (): void => undefined;

/** What was deleted: it comes back with one key, or goes for good after the one question this window asks. */
export function TrashPage() {
  const { t } = useTranslation(['tasks', 'common']);
  const navigate = useNavigate();
  const actions = useTaskActions();
  const { queries } = useWorkspace();
  const mayPurge = useMe()?.role === 'admin';
  const [search, setSearch] = useState('');
  const [isSearching, setSearching] = useState(false);
  const groups = useMemo(() => trashOf(search.trim()), [search]);
  const pages = useGroupPages(groups);
  const [asked, setAsked] = useState<readonly Task[] | null>(null);
  const [emptying, setEmptying] = useState(false);
  const [group] = pages.groups ?? [];
  const count = group?.count ?? 0;

  /** The acts find tasks in the cache; those selected far away are in no list that is kept. */
  const idsOf = (tasks: readonly Task[]): string[] => {
    for (const task of tasks)
      if (!queries.getQueryData(queryKeys.one(task.id))) queries.setQueryData(queryKeys.one(task.id), task);
    return tasks.map((task) => task.id);
  };
  const restore = (tasks: readonly Task[]): void => void actions.restore(idsOf(tasks));
  const askAll = async (): Promise<void> => {
    if (!group) return;
    setEmptying(true);
    try {
      setAsked(await pages.rows(group, 0, count));
    } finally {
      setEmptying(false);
    }
  };

  return (
    <>
      <header className="bar">
        <h1>{t('common:nav.trash')}</h1>
        {count > 0 && <span className="n">{number(count)}</span>}
        <span className="grow" />
        {/* What is found is not all there is: it goes by being selected. */}
        {count > 0 && mayPurge && !search && (
          <Button
            kind="quiet"
            aria-label={t('trash.emptyIt')}
            isDisabled={emptying}
            onPress={() => void askAll()}
          >
            <Icon of={Trash2} />
            <span>{t('trash.emptyIt')}</span>
          </Button>
        )}
        {(count > 0 || search) && (
          <SearchField
            label={t('trash.search')}
            text={search}
            isOpen={isSearching}
            onOpenChange={setSearching}
            onSearch={setSearch}
          />
        )}
      </header>
      {!pages.groups && (pages.error ? <Unread pages={pages} /> : <SkeletonList />)}
      {pages.groups && count === 0 && search && (
        <EmptyState
          art="nomatch"
          text={t('trash.noMatch')}
          action={<Button onPress={() => setSearch('')}>{t('trash.clearSearch')}</Button>}
        />
      )}
      {pages.groups && count === 0 && !search && (
        <EmptyState
          art="done"
          text={t('trash.empty')}
          action={<Button onPress={() => void navigate('/tasks')}>{t('trash.back')}</Button>}
        />
      )}
      {count > 0 && (
        <TaskList
          pages={pages}
          folded={NONE}
          onFold={nothing}
          placeKey="trash"
          label={t('common:nav.trash')}
          hasHeads={false}
          kind="trash"
          renaming={null}
          onRenamed={nothing}
          onAct={(act, task) => {
            if (act === 'restore') restore([task]);
            else if (act === 'forever') setAsked([task]);
            else if (act === 'open') void navigate(`/tasks/${task.id}`);
          }}
        >
          {(model) => (
            <TrashTools
              model={model}
              onOpen={(task) => void navigate(`/tasks/${task.id}`)}
              onRestore={restore}
              onForever={mayPurge ? setAsked : null}
            />
          )}
        </TaskList>
      )}
      {asked && asked.length > 0 && (
        <ConfirmDialog
          isOpen
          title={t('trash.askTitle', { count: asked.length, title: asked[0]?.title ?? '' })}
          body={t('trash.askBody', { count: asked.length })}
          confirm={t('trash.confirm', { count: asked.length })}
          cancel={t('trash.keep', { count: asked.length })}
          onConfirm={() => void actions.forever(idsOf(asked))}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function TrashTools({
  model,
  onOpen,
  onRestore,
  onForever,
}: {
  model: TaskListModel;
  onOpen: (task: Task) => void;
  onRestore: (tasks: readonly Task[]) => void;
  /** Null where it is not the person's to do. */
  onForever: ((tasks: readonly Task[]) => void) | null;
}) {
  const { t } = useTranslation('tasks');
  const selected = [...model.selection.tasks.values()];
  useListKeys(
    model,
    {
      open: onOpen,
      peek: onOpen,
      rename: nothing,
      property: nothing,
      done: nothing,
      assignToMe: nothing,
      remove: onForever ?? nothing,
      restore: onRestore,
      fold: nothing,
      step: nothing,
      tooMany: () => showToast({ text: t('selectedAtMost', { count: SELECT_AT_MOST }) }),
    },
    'trash',
  );
  if (selected.length === 0) return null;
  return (
    <TrashBar
      tasks={selected}
      onClear={model.clear}
      onRestore={() => {
        model.clear();
        onRestore(selected);
      }}
      onForever={onForever && (() => onForever(selected))}
    />
  );
}
