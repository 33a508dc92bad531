import { Suspense, lazy, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { dispatcher, keyText, useKey } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SAVED_PARAM, savedIn, useSavedViews } from '../frame/index.ts';
import { useNotSynced } from '../sync/index.ts';
import { SampleNotice } from '../welcome/sample-notice.tsx';
import { DisplayMenu } from './bar/display-menu.tsx';
import { FilterBar } from './bar/filter-bar.tsx';
import { SearchField } from './bar/search-field.tsx';
import { ViewMenu } from './bar/view-menu.tsx';
import { openQuickAdd } from '../quick-add/open.ts';
import { ListPane } from './list/list-pane.tsx';
import { TableHead } from './table/table-head.tsx';
import { useHiddenColumns } from './table/use-hidden-columns.ts';
import { useGroupPages, type GroupPages } from './list/use-group-pages.ts';
import { DEFAULT_FILTERS, isOpenOnly, sameFilters, without, type Filters } from './view/filters.ts';
import type { Group } from './view/groups.ts';
import { addressOf, sameView } from './view/list-view.ts';
import { LAYOUTS, LAYOUT_SIGNS, layoutIn, type Layout } from './view/layouts.ts';
import { useGroups } from './view/use-groups.ts';
import { useListView } from './view/use-list-view.ts';
import { useTotals } from './view/use-totals.ts';

/** Fetched when it is first looked at; the list is what most windows open with. */
const Board = lazy(() => import('../board/index.ts').then((module) => ({ default: module.Board })));
const Calendar = lazy(() => import('../calendar/index.ts').then((module) => ({ default: module.Calendar })));

const NO_GROUPS: readonly Group[] = [];

/** The tasks: as a list, a board, a table or a calendar, with the same filters. */
export function TasksPage() {
  const { t } = useTranslation(['tasks', 'common']);
  const navigate = useNavigate();
  const location = useLocation();
  const [params] = useSearchParams();
  const { view, change, base, isSaved, isReady } = useListView();
  const [views, setViews] = useSavedViews();
  const [isSearching, setSearching] = useState(false);
  const { groups, isGrouped } = useGroups(view);
  const layout = layoutIn(params);
  const isBoard = layout === 'board';
  const hasRows = layout === 'list' || layout === 'table';
  const pages = useGroupPages(hasRows ? groups : NO_GROUPS);
  const totals = useTotals();
  const [hidden] = useHiddenColumns();
  const here = savedIn(views, location);
  const { filters } = view;
  // The board does without the list's "not finished", so its bar does not show it; the list keeps it.
  const leavesOut = isBoard && isOpenOnly(filters);

  const onFilters = (next: Filters): void => change({ ...view, filters: next });
  const onSearch = useCallback(
    (text: string) =>
      change({ ...view, filters: { ...view.filters, search: text.trim() ? text : undefined } }),
    [change, view],
  );
  const onFold = (key: string): void => {
    const folded = view.folded.includes(key)
      ? view.folded.filter((one) => one !== key)
      : [...view.folded, key];
    change({ ...view, folded });
  };
  /** Keeps what is shown: in the saved view that it came from, or as another one. */
  const save = (name: string | null, asNew = !here): void => {
    const id = here && !asNew ? here.id : crypto.randomUUID();
    const to = `${addressOf(view, layout)}&${SAVED_PARAM}=${id}`;
    if (here && !asNew) setViews(views.map((one) => (one.id === here.id ? { ...one, to } : one)));
    else if (name) setViews([...views, { id, name, to }]);
    const said = asNew ? t('filter.saved', { name }) : t('filter.updated', { name: here?.name });
    showToast({ text: said });
    void navigate(to, { replace: !asNew });
  };
  const removeView = (): void => {
    if (!here) return;
    const before = views;
    setViews(views.filter((one) => one.id !== here.id));
    showToast({
      text: t('filter.removed', { name: here.name }),
      actions: [{ label: t('common:undo'), onPress: () => setViews(before) }],
    });
    void navigate('/tasks');
  };
  /** Another layout of what is looked at: a saved view stays the one it is. */
  const layOut = (next: Layout): void => {
    const to = new URLSearchParams(location.search);
    to.set('view', next);
    to.delete('month');
    void navigate(`/tasks?${to.toString()}`);
  };
  useKey('viewList', () => layOut('list'));
  useKey('viewBoard', () => layOut('board'));
  useKey('viewTable', () => layOut('table'));
  useKey('viewCalendar', () => layOut('calendar'));
  const isDefault = sameFilters(filters, DEFAULT_FILTERS);
  const empty = (
    <NoTasks
      totals={totals}
      isDefault={isDefault}
      onClear={() => onFilters(isDefault ? { match: 'all' } : DEFAULT_FILTERS)}
    />
  );

  return (
    <>
      <header className="bar">
        <h1>{here?.name ?? t('title')}</h1>
        <Count isDefault={isDefault} open={totals?.open} pages={hasRows ? pages : null} />
        {here && (
          <ViewMenu
            view={here}
            views={views}
            onViews={setViews}
            onSaveAs={(name) => save(name, true)}
            onRemove={removeView}
          />
        )}
        <span className="grow" />
        <Segmented
          compact
          label={t('view.label')}
          value={layout}
          items={LAYOUTS.map((id) => ({
            id,
            label: t(`view.${id}`),
            icon: <Icon of={LAYOUT_SIGNS[id].icon} />,
            title: `${t(`view.${id}`)}  ${keyText(LAYOUT_SIGNS[id].keyOf)}`,
          }))}
          onChange={layOut}
        />
        <DisplayMenu
          view={view}
          isTable={layout === 'table'}
          canGroup={isGrouped || view.grouping === 'none'}
          onChange={change}
        />
        <SearchField
          text={filters.search ?? ''}
          isOpen={isSearching}
          onOpenChange={setSearching}
          onSearch={onSearch}
        />
      </header>
      <SampleNotice />
      <FilterBar
        filters={leavesOut ? without(filters, 'status') : filters}
        base={base.filters}
        isChanged={!sameView(view, base)}
        onChange={(next) => onFilters(leavesOut && !next.status ? { ...next, status: filters.status } : next)}
        onReset={() => change({ ...base, folded: view.folded })}
        onSearch={() => setSearching(true)}
        onSave={{ asksName: !here, save }}
      />
      {!isReady && <SkeletonList />}
      {isReady && isBoard && (
        <Suspense fallback={null}>
          <Board filters={filters} empty={empty} />
        </Suspense>
      )}
      {isReady && layout === 'calendar' && (
        <Suspense fallback={null}>
          <Calendar
            filters={filters}
            onUndated={() => {
              onFilters({ ...filters, due: { kind: 'none' } });
              layOut('list');
            }}
          />
        </Suspense>
      )}
      {isReady && hasRows && (
        <div className="columns" {...(layout === 'table' ? { 'data-hides': hidden.join(' ') } : {})}>
          <ListPane
            pages={pages}
            folded={view.folded}
            onFold={onFold}
            placeKey={`${layout} ${isSaved ? params.get('with') : 'tasks'}`}
            label={here?.name ?? t('listLabel')}
            hasHeads={isGrouped}
            {...(layout === 'table'
              ? {
                  kind: 'table' as const,
                  head: <TableHead sorting={view} onSort={(sorting) => change({ ...view, ...sorting })} />,
                }
              : {})}
            onAdd={openQuickAdd}
            onSortByHand={() => change({ ...view, sort: 'rank', order: 'asc' })}
            empty={empty}
          />
        </div>
      )}
    </>
  );
}

/** How many are open, or how many fit the filters. */
function Count({
  isDefault,
  open,
  pages,
}: {
  isDefault: boolean;
  open: number | undefined;
  pages: GroupPages | null;
}) {
  const { t } = useTranslation('tasks');
  if (isDefault) return open === undefined ? null : <span className="n">{t('open', { count: open })}</span>;
  if (!pages?.groups) return null;
  const count = pages.groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <span className="n" role="status">
      {t('fitting', { count })}
    </span>
  );
}

/** The four empty states: not synced yet, nothing yet, all done, no match. */
function NoTasks({
  totals,
  isDefault,
  onClear,
}: {
  totals: { readonly all: number; readonly open: number } | undefined;
  isDefault: boolean;
  onClear: () => void;
}) {
  const { t } = useTranslation(['tasks', 'common']);
  const notSynced = useNotSynced();
  if (!totals) return <SkeletonList />;
  if (totals.all === 0 && notSynced) return notSynced;
  if (totals.all === 0)
    return (
      <EmptyState
        art="nothing"
        text={t('empty.nothing')}
        action={
          <Button kind="primary" keyOf="newTask" onPress={() => dispatcher.run('newTask')}>
            {t('common:newTask')}
          </Button>
        }
      />
    );
  if (isDefault)
    return (
      <EmptyState
        art="done"
        text={t('empty.allDone')}
        action={
          <Button keyOf="clearFilters" onPress={onClear}>
            {t('empty.allDoneAction')}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      art="nomatch"
      text={t('empty.noMatch', { count: totals.all })}
      action={
        <Button keyOf="clearFilters" onPress={onClear}>
          {t('empty.clearFilters')}
        </Button>
      }
    />
  );
}
