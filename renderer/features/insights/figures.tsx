import { ClockAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskStats } from '../../../server/contract/tasks.ts';
import { dayOf, number, dayWithin } from '../../i18n/dates.ts';
import { Icon } from '../../ui/icon.tsx';
import { spanParts } from './labels.ts';
import type { Insights } from './use-insights.ts';

const doneIn = (stats: TaskStats): number => stats.completedPerDay.reduce((sum, day) => sum + day.count, 0);

/** The four figures: open, overdue, done in the period, and how long a task takes. */
export function Figures({ data, period }: { data: Insights; period: number }) {
  const { t } = useTranslation(['insights', 'common']);
  const overdue = data.overdue.total;
  const done = doneIn(data.period);
  const more = done - doneIn(data.before);
  const median = data.period.medianTimeToDone;
  const span = median === null ? null : spanParts(median, t);
  return (
    <section className="figures" aria-label={t('figures')}>
      <div>
        <b>{number(data.open.total)}</b>
        <span>{t('open')}</span>
        <i>{data.dueSoon > 0 ? t('dueSoon', { count: data.dueSoon }) : t('nothingDueSoon')}</i>
      </div>
      <div className={overdue > 0 ? 'bad' : ''}>
        <b>{number(overdue)}</b>
        <span>
          {overdue > 0 && <Icon of={ClockAlert} size={14} />}
          {t('overdue')}
        </span>
        <i>
          {data.oldestOverdue && overdue > 0
            ? t('oldest', {
                day: dayWithin(dayOf(data.oldestOverdue.dueDate, data.oldestOverdue.dueAllDay)),
              })
            : t('onTime')}
        </i>
      </div>
      <div>
        <b>{number(done)}</b>
        <span>{t('doneIn', { count: period })}</span>
        <i>{more === 0 ? t('same') : t(more > 0 ? 'more' : 'fewer', { number: number(Math.abs(more)) })}</i>
      </div>
      <div>
        <b>
          {span ? span.value : '–'}
          {span && <small> {span.unit}</small>}
        </b>
        <span>{t('toDone')}</span>
        <i>{comparison(median, data.before.medianTimeToDone, t)}</i>
      </div>
    </section>
  );
}

/** How this period's median compares with the one before. A difference below a twentieth is none. */
function comparison(
  median: number | null,
  before: number | null,
  t: Parameters<typeof spanParts>[1],
): string {
  if (median === null) return t('noMedian');
  if (before === null) return '\u00a0';
  const difference = median - before;
  if (Math.abs(difference) < before / 20) return t('asFast');
  return t(difference < 0 ? 'faster' : 'slower', { span: spanParts(Math.abs(difference), t).text });
}
