import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronDown, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskHistory } from '../../../server/contract/events.ts';
import type { Task, TaskSet } from '../../../server/contract/tasks.ts';
import { useMe, usePeople } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { number } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { linesOf, wasAllDay, type EventLine, type ToldField } from '../activity/event-lines.ts';
import { EventRow } from '../activity/event-row.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import { DiffText } from './diff-text.tsx';
import { SetAside } from './set-aside.tsx';
import { excerpt, wordDiff } from './word-diff.ts';

const PAGE = 30;
const SHOWS = ['all', 'texts', 'fields'] as const;
type Shows = (typeof SHOWS)[number];
const TEXTS = new Set(['title', 'description']);

function shows(line: EventLine, which: Shows): boolean {
  return which === 'all' || TEXTS.has(line.act) === (which === 'texts');
}

/** What takes a change back; null where the value of before is unknown or is the one of now. */
function restoring(line: EventLine, task: Task): TaskSet | null {
  const { act, change, event } = line;
  if (!change || change.from === undefined) return null;
  const field = act as ToldField;
  if (task[field] === change.from) return null;
  const set = { [field]: change.from } as TaskSet;
  if (field !== 'dueDate') return set;
  return {
    ...set,
    dueAllDay: typeof change.from === 'string' && wasAllDay(event, 'from', change.from),
  };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What happened to a task, newest first; every value of before can be had again. */
export function History({ task, isReadOnly }: { task: Task; isReadOnly: boolean }) {
  const { t } = useTranslation(['detail', 'common']);
  const { call } = useWorkspace();
  const actions = useTaskActions();
  const me = useMe();
  const everybody = usePeople();
  const people = new Map(everybody.map((person) => [person.id, person]));
  const [which, setWhich] = useState<Shows>('all');
  const { data, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: queryKeys.history(task.id),
    queryFn: ({ pageParam, signal }) =>
      call(
        taskHistory,
        { params: { id: task.id }, query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnMount: 'always',
  });
  const lines = (data?.pages ?? []).flatMap((page) => page.items.flatMap(linesOf));
  const shown = lines.filter((line) => shows(line, which));
  const label = (field: ToldField): string => t(`common:field.${field}`);
  return (
    <section className="history" aria-label={t('history.title')}>
      <h2>
        {t('history.title')}
        {lines.length > 0 && (
          <span className="n">
            {number(lines.length)}
            {hasNextPage && '+'}
          </span>
        )}
        <span className="grow" />
        <Menu
          label={t('history.show')}
          placement="bottom end"
          trigger={
            <Button kind="quiet" small>
              {t(`history.${which}`)}
              <Icon of={ChevronDown} size={14} />
            </Button>
          }
        >
          {SHOWS.map((one) => (
            <MenuItem key={one} label={t(`history.${one}`)} onAction={() => setWhich(one)} />
          ))}
        </Menu>
      </h2>
      {isError && <p className="hint">{t('history.failed')}</p>}
      {data?.pages.some((page) => page.partial) && <p className="hint">{t('history.partial')}</p>}
      <ul>
        {shown.map((line) => {
          const set = isReadOnly ? null : restoring(line, task);
          return (
            <EventRow
              key={line.key}
              line={line}
              myId={me?.id ?? null}
              people={people}
              {...(set
                ? {
                    action: (
                      <Button
                        kind="quiet"
                        small
                        aria-label={t('history.restoreField', { field: label(line.act as ToldField) })}
                        onPress={() =>
                          void actions.update([task.id], set, {
                            label: t('history.restored', { field: label(line.act as ToldField) }),
                            toast: true,
                          })
                        }
                      >
                        <Icon of={Undo2} size={14} />
                        {t('history.restore')}
                      </Button>
                    ),
                  }
                : {})}
            >
              {line.act === 'conflict' && <SetAside event={line.event} people={everybody} />}
              {line.act === 'description' && line.change && (
                <blockquote>
                  <DiffText parts={excerpt(wordDiff(asText(line.change.from), asText(line.change.to)))} />
                </blockquote>
              )}
            </EventRow>
          );
        })}
      </ul>
      {hasNextPage && (
        <Button kind="quiet" small isDisabled={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {t('history.older')}
        </Button>
      )}
    </section>
  );
}
