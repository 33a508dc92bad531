import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TASK_EVENT_TYPES, listEvents, type EventType } from '../../../server/contract/events.ts';
import type { Person } from '../../../server/contract/users.ts';
import { useMe, usePeople } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { NewTaskButton } from '../quick-add/new-task-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EndOfList } from '../../ui/end-of-list.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { daysOf } from './days.ts';
import { linesOf } from './event-lines.ts';
import { EventRow } from './event-row.tsx';
import { useLooked } from './use-looked.ts';

const KINDS = {
  all: [...TASK_EVENT_TYPES],
  created: ['task.created', 'task.imported'],
  changed: ['task.updated', 'task.assigned'],
  removed: ['task.deleted', 'task.restored', 'task.purged'],
} satisfies Record<string, EventType[]>;
type Kind = keyof typeof KINDS;

/** What happened to all tasks, newest first, day by day. */
export function ActivityPage() {
  const { t } = useTranslation(['activity', 'common']);
  const [kind, setKind] = useState<Kind>('all');
  return (
    <>
      <header className="bar">
        <h1>{t('title')}</h1>
        <span className="grow" />
        <Segmented
          label={t('filter.label')}
          value={kind}
          items={(Object.keys(KINDS) as Kind[]).map((id) => ({ id, label: t(`filter.${id}`) }))}
          onChange={setKind}
        />
      </header>
      <Feed kind={kind} onAll={() => setKind('all')} />
    </>
  );
}

function Feed({ kind, onAll }: { kind: Kind; onAll: () => void }) {
  const { t } = useTranslation(['activity', 'common']);
  const { call } = useWorkspace();
  const me = useMe();
  const users = usePeople();
  const people = useMemo(() => new Map<string, Person>(users.map((user) => [user.id, user])), [users]);
  const { data, isError, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...queryKeys.events, kind],
    queryFn: ({ pageParam, signal }) =>
      call(
        listEvents,
        { query: { type: KINDS[kind], limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  useLooked(data);
  const days = useMemo(() => {
    const lines = (data?.pages ?? []).flatMap((page) => page.items.flatMap(linesOf));
    return daysOf(lines, (line) => line.event.at);
  }, [data]);
  if (!data)
    return isError ? (
      <EmptyState
        art="unsynced"
        text={t('failed')}
        action={<Button onPress={() => void refetch()}>{t('common:retry')}</Button>}
      />
    ) : (
      <SkeletonList />
    );
  if (days.length === 0 && !hasNextPage && kind !== 'all')
    return (
      <EmptyState
        art="nomatch"
        text={t('noneOfThese')}
        action={<Button onPress={onAll}>{t('filter.all')}</Button>}
      />
    );
  if (days.length === 0 && !hasNextPage)
    return <EmptyState art="nothing" text={t('empty')} action={<NewTaskButton />} />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section className="feed" tabIndex={0} aria-label={t('feed')}>
      {data.pages.some((page) => page.partial) && <p className="hint">{t('partial')}</p>}
      {days.map(({ day, label, items }) => (
        <section key={day} className="history" aria-label={label}>
          <h2>{label}</h2>
          <ol>
            {items.map((line) => (
              <EventRow
                key={line.key}
                line={line}
                myId={me?.id ?? null}
                people={people}
                clock
                link={(title) =>
                  line.act === 'purged' ? (
                    <span className="named">{title}</span>
                  ) : (
                    <Link className="named" to={`/tasks/${line.event.entityId}`}>
                      {title}
                    </Link>
                  )
                }
              />
            ))}
          </ol>
        </section>
      ))}
      {hasNextPage && <EndOfList onReach={() => void fetchNextPage()} />}
    </section>
  );
}
