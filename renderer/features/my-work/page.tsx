import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useStored } from '../../api/stored.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useMineCount } from '../frame/index.ts';
import {
  DEFAULT_FILTERS,
  ListPane,
  groupsOf,
  localMidnight,
  myWorkPlans,
  useGroupPages,
  useNow,
} from '../tasks/index.ts';
import { openQuickAdd } from '../quick-add/open.ts';

const SHOWN = ['all', 'overdue', 'today', 'upcoming'] as const;
type Shown = (typeof SHOWN)[number];

/** Which groups each choice shows. */
const GROUPS: Record<Shown, readonly string[]> = {
  all: ['due:overdue', 'due:today', 'due:upcoming', 'due:undated'],
  overdue: ['due:overdue'],
  today: ['due:overdue', 'due:today'],
  upcoming: ['due:upcoming'],
};

const NOTHING = {
  all: 'mine.nothing',
  overdue: 'mine.noneOverdue',
  today: 'mine.noneToday',
  upcoming: 'mine.noneUpcoming',
} as const satisfies Record<Shown, string>;

const readFolded = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((key): key is string => typeof key === 'string') : NONE;
const NONE: readonly string[] = [];

/** What is mine and open: assigned to me or made by me, by when it is due. */
export function MyWorkPage() {
  const { t } = useTranslation(['tasks', 'common']);
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const shown = SHOWN.find((one) => one === params.get('show')) ?? 'all';
  const [folded, setFolded] = useStored('my-work.folded', readFolded);
  const count = useMineCount();
  const day = localMidnight(useNow()).getTime();
  const groups = useMemo(() => {
    const now = new Date(day);
    const plans = myWorkPlans(now).filter((plan) => GROUPS[shown].includes(plan.key));
    const found = groupsOf(plans, DEFAULT_FILTERS, { sort: 'dueDate', order: 'asc' }, now) ?? [];
    return found.map((group) => ({ ...group, query: { ...group.query, mine: true } }));
  }, [day, shown]);
  const pages = useGroupPages(groups);
  const show = (next: Shown): void =>
    void navigate(next === 'all' ? '/my-work' : `/my-work?show=${next}`, { replace: true });

  return (
    <>
      <header className="bar">
        <h1>{t('common:nav.myWork')}</h1>
        {count !== undefined && <span className="n">{t('open', { count })}</span>}
        <span className="grow" />
        <Segmented
          label={t('mine.show')}
          value={shown}
          items={SHOWN.map((id) => ({ id, label: t(`mine.${id}`) }))}
          onChange={show}
        />
      </header>
      <ListPane
        pages={pages}
        folded={folded}
        onFold={(key) =>
          setFolded(folded.includes(key) ? folded.filter((one) => one !== key) : [...folded, key])
        }
        placeKey={`my-work ${shown}`}
        label={t('common:nav.myWork')}
        onAdd={openQuickAdd}
        empty={<NothingMine shown={shown} open={count ?? 0} onUpcoming={() => show('upcoming')} />}
      />
    </>
  );
}

function NothingMine({ shown, open, onUpcoming }: { shown: Shown; open: number; onUpcoming: () => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  if (shown === 'today' && open > 0)
    return (
      <EmptyState
        art="done"
        text={t('mine.allDone')}
        action={
          <Button keyOf="goUpcoming" onPress={onUpcoming}>
            {t('mine.seeNext')}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      art={shown === 'upcoming' ? 'nothing' : 'done'}
      text={t(NOTHING[shown])}
      action={
        <Button keyOf="newTask" onPress={() => dispatcher.run('newTask')}>
          {t('common:newTask')}
        </Button>
      }
    />
  );
}
