import { AlarmClock, BellRing, Check, CheckCheck, CircleCheck, ClockAlert, GitCompare } from 'lucide-react';
import { Suspense, lazy, useMemo, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWorkspace } from '../../api/workspace.tsx';
import { timeOfDay } from '../../i18n/dates.ts';
import { platform } from '../../platform/index.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EndOfList } from '../../ui/end-of-list.tsx';
import { Face, nameOf } from '../../ui/face.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { daysOf } from '../activity/days.ts';
import { useInboxFocus } from './use-inbox-focus.ts';
import { canAct, markRead, useInbox, type InboxItem } from './use-inbox.ts';
import { useItemActs, type ItemActs } from './use-item-acts.ts';

const LaterPopover = lazy(() =>
  import('./later-popover.tsx').then((module) => ({ default: module.LaterPopover })),
);

/** What is aimed at the person: reminders and tasks assigned to them, with what is unread. */
export function InboxPage() {
  const { t } = useTranslation(['inbox', 'common']);
  const session = useWorkspace();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const { data, isError, hasNextPage, fetchNextPage, refetch } = useInbox(onlyUnread);
  const unread = data?.pages[0]?.unread ?? 0;
  const all = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items), [data]);
  const days = useMemo(() => daysOf(all, (item) => item.at), [all]);
  const acts = useItemActs();
  const [putOff, setPutOff] = useState<{ readonly item: InboxItem; readonly at: Element } | null>(null);
  const feed = useRef<HTMLElement>(null);
  useInboxFocus(feed, all, acts, (item, at) => setPutOff({ item, at }));
  return (
    <>
      <header className="bar">
        <h1>{t('title')}</h1>
        {unread > 0 && <span className="n">{t('unread', { count: unread })}</span>}
        <span className="grow" />
        <OutsideButton />
        <Segmented
          label={t('show')}
          value={onlyUnread ? 'unread' : 'all'}
          items={[
            { id: 'all', label: t('all') },
            { id: 'unread', label: t('onlyUnread') },
          ]}
          onChange={(id) => setOnlyUnread(id === 'unread')}
        />
        <IconButton
          label={t('markAll')}
          isDisabled={unread === 0}
          onPress={() => void markRead(session, null)}
        >
          <Icon of={CheckCheck} />
        </IconButton>
      </header>
      {!data ? (
        isError ? (
          <EmptyState
            art="unsynced"
            text={t('failed')}
            action={<Button onPress={() => void refetch()}>{t('common:retry')}</Button>}
          />
        ) : (
          <SkeletonList />
        )
      ) : days.length === 0 ? (
        <EmptyState
          art={onlyUnread ? 'done' : 'nothing'}
          text={t(onlyUnread ? 'allRead' : 'empty')}
          action={
            onlyUnread ? (
              <Button onPress={() => setOnlyUnread(false)}>{t('all')}</Button>
            ) : (
              <Button keyOf="goMine" onPress={() => dispatcher.run('goMine')}>
                {t('toMine')}
              </Button>
            )
          }
        />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <section className="feed inbox" ref={feed} tabIndex={0} aria-label={t('list')}>
          {days.map(({ day, label, items }) => (
            <section key={day} className="history" aria-label={label}>
              <h2>{label}</h2>
              <ul>
                {items.map((item) => (
                  <InboxRow
                    key={item.id}
                    item={item}
                    acts={acts}
                    isOpen={putOff?.item.id === item.id}
                    onLater={(at) => setPutOff({ item, at })}
                  />
                ))}
              </ul>
            </section>
          ))}
          {hasNextPage && <EndOfList onReach={() => void fetchNextPage()} />}
        </section>
      )}
      {putOff && (
        <Suspense fallback={null}>
          <LaterPopover
            anchor={putOff.at}
            onClose={() => setPutOff(null)}
            onPick={(at) => acts.later(putOff.item, at)}
          />
        </Suspense>
      )}
    </>
  );
}

function InboxRow({
  item,
  acts,
  isOpen,
  onLater,
}: {
  item: InboxItem;
  acts: ItemActs;
  /** Its times to choose from are open. */
  isOpen: boolean;
  onLater: (at: Element) => void;
}) {
  const { t } = useTranslation(['inbox', 'common']);
  const isUnread = item.readAt === null;
  return (
    <li className={`${isUnread ? 'unread' : ''}${isOpen ? ' hov' : ''}`} data-id={item.id}>
      {item.kind === 'assigned' ? (
        <Face person={item.actor} silent />
      ) : (
        <span className={`kind ${item.kind}`}>
          <Icon of={item.kind === 'due' ? ClockAlert : GitCompare} />
        </span>
      )}
      <p>
        <Link to={`/tasks/${item.taskId}`} className="all" onClick={() => acts.read(item)}>
          <Trans
            t={t}
            i18nKey={item.kind}
            values={{
              title: item.title ?? t('gone'),
              who: item.actor ? nameOf(item.actor) : t('somebody'),
            }}
            components={{ b: <b />, i: <i /> }}
          />
          {isUnread && <span className="sr">, {t('isUnread')}</span>}
        </Link>
      </p>
      <time dateTime={item.at}>{timeOfDay(new Date(item.at))}</time>
      {isUnread && <i className="dot" aria-hidden />}
      <span className="acts">
        {canAct(item) && (
          <>
            <IconButton label={t('done')} keyOf="done" small onPress={() => acts.done(item)}>
              <Icon of={CircleCheck} size={14} />
            </IconButton>
            <IconButton label={t('later')} keyOf="later" small onPress={(event) => onLater(event.target)}>
              <Icon of={AlarmClock} size={14} />
            </IconButton>
          </>
        )}
        {isUnread && (
          <IconButton label={t('markRead')} small onPress={() => acts.read(item)}>
            <Icon of={Check} size={14} />
          </IconButton>
        )}
      </span>
    </li>
  );
}

/** In a browser that has not been asked yet: asks on a press, never by itself. The shell has notifications of its own. */
function OutsideButton() {
  const { t } = useTranslation('inbox');
  const [canAsk, setCanAsk] = useState(
    () => !platform.inShell && 'Notification' in window && Notification.permission === 'default',
  );
  if (!canAsk) return null;
  const ask = async (): Promise<void> => {
    const answer = await Notification.requestPermission();
    setCanAsk(answer === 'default');
    if (answer === 'granted') showToast({ text: t('toldOutside') });
    if (answer === 'denied') showToast({ text: t('deniedOutside'), tone: 'bad' });
  };
  return (
    <IconButton label={t('tellOutside')} onPress={() => void ask()}>
      <Icon of={BellRing} />
    </IconButton>
  );
}
