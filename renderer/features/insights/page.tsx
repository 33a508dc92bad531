import { useTranslation } from 'react-i18next';
import { useStored } from '../../api/stored.ts';
import { useToday } from '../../i18n/use-today.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { NewTaskButton } from '../quick-add/new-task-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DoneChart } from './done-chart.tsx';
import { Figures } from './figures.tsx';
import { PriorityChart } from './priority-chart.tsx';
import { barsOf, localDay, mondayOf } from './series.ts';
import { StatusChart } from './status-chart.tsx';
import { TimeChart } from './time-chart.tsx';
import { PERIODS, useInsights, type Insights, type Period } from './use-insights.ts';

const readPeriod = (value: unknown): Period => PERIODS.find((period) => period === value) ?? 30;

/** Four figures and four charts over everything the person may see. */
export function InsightsPage() {
  const { t } = useTranslation(['insights', 'common']);
  const [period, setPeriod] = useStored('insights.period', readPeriod);
  const { data, failed, retry } = useInsights(period, useToday());
  return (
    <>
      <header className="bar">
        <h1>{t('title')}</h1>
        <span className="grow" />
        <Segmented
          label={t('period.label')}
          value={String(period)}
          items={PERIODS.map((days) => ({ id: String(days), label: t(`period.d${days}`) }))}
          onChange={(id) => setPeriod(readPeriod(Number(id)))}
        />
      </header>
      {data ? (
        <Charts data={data} period={period} />
      ) : failed ? (
        <EmptyState
          art="unsynced"
          text={t('failed')}
          action={
            <Button kind="soft" onPress={retry}>
              {t('common:retry')}
            </Button>
          }
        />
      ) : null}
    </>
  );
}

function Charts({ data, period }: { data: Insights; period: Period }) {
  const { t } = useTranslation('insights');
  const bars = barsOf(data.period.completedPerDay, data.today);
  const weeks = (data.weeks.timeToDone ?? []).map((week) => ({ ...week, day: localDay(week.week) }));
  if (data.period.total === 0)
    return <EmptyState art="nothing" text={t('empty')} action={<NewTaskButton />} />;
  return (
    <div className="insights">
      <Figures data={data} period={period} />
      <div className="charts">
        <StatusChart counts={data.period.byStatus} />
        <PriorityChart open={data.open.byPriority} overdue={data.overdue.byPriority} />
        <DoneChart bars={bars} byWeek={period > 100} />
        <TimeChart weeks={weeks} last={mondayOf(data.today)} />
      </div>
    </div>
  );
}
