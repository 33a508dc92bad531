import { useTranslation } from 'react-i18next';
import { PRIORITIES, type Priority } from '../../../server/contract/tasks.ts';
import { number } from '../../i18n/dates.ts';
import { PriorityBars } from '../../ui/glyphs.tsx';
import { ChartFigure } from './chart-frame.tsx';
import { axisFor, ticksOf } from './scale.ts';

const FROM_URGENT = [...PRIORITIES].reverse();

/** Open tasks by priority, the overdue part of each in red. */
export function PriorityChart({
  open,
  overdue,
}: {
  open: Readonly<Record<Priority, number>>;
  overdue: Readonly<Record<Priority, number>>;
}) {
  const { t } = useTranslation(['insights', 'common']);
  const most = Math.max(...PRIORITIES.map((priority) => open[priority]));
  // Long numbers need room beside each other.
  const axis = axisFor(most, most < 100 ? 5 : 3, true);
  const width = (count: number): string => `${(count / axis.max) * 100}%`;
  return (
    <ChartFigure
      title={t('byPriority')}
      hint={t('byPriorityHint')}
      head={[t('table.priority'), t('table.tasks'), t('table.overdue')]}
      rows={FROM_URGENT.map((priority) => [
        t(`common:priority.${priority}`),
        number(open[priority]),
        number(overdue[priority]),
      ])}
    >
      <div className="hbars" aria-hidden>
        {FROM_URGENT.map((priority) => {
          const late = Math.min(overdue[priority], open[priority]);
          const rest = open[priority] - late;
          return (
            <div key={priority}>
              <span>
                <PriorityBars priority={priority} />
                {t(`common:priority.${priority}`)}
              </span>
              <span className="track">
                {late > 0 && <i className="late" style={{ inlineSize: width(late) }} />}
                {rest > 0 && <i style={{ inlineSize: width(rest) }} />}
              </span>
              <b>{number(open[priority])}</b>
              <em>{late > 0 ? t('lateCount', { count: late }) : ''}</em>
            </div>
          );
        })}
        <div className="axis">
          <span />
          <span className="track">
            {ticksOf(axis).map((tick) => (
              <em key={tick} style={{ insetInlineStart: width(tick) }}>
                {number(tick, { notation: 'compact' })}
              </em>
            ))}
          </span>
        </div>
      </div>
    </ChartFigure>
  );
}
