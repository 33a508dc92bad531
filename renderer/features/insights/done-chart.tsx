import { useTranslation } from 'react-i18next';
import { number, shortDate } from '../../i18n/dates.ts';
import { ChartFigure } from './chart-frame.tsx';
import { dayNumber, monthDay } from './labels.ts';
import { AREA, GROUND, Grid, Plot, Tip, innerWidth, yOf } from './plot.tsx';
import { axisFor } from './scale.ts';
import { average, labelled, type Bar } from './series.ts';

/** How many tasks were done on each day (or in each week, for long periods), with the average as a dashed line. */
export function DoneChart({ bars, byWeek }: { bars: readonly Bar[]; byWeek: boolean }) {
  const { t } = useTranslation(['insights', 'common']);
  const mean = average(bars);
  const axis = axisFor(Math.max(1, ...bars.map((bar) => bar.count)), 4, true);
  const stepIn = (width: number): number => innerWidth(width) / Math.max(1, bars.length);
  const meanY = Math.round(yOf(mean, axis)) + 0.5;
  const name = (bar: Bar): string => (byWeek ? t('week', { day: shortDate(bar.day) }) : shortDate(bar.day));
  const title = byWeek ? t('perWeek') : t('perDay');
  return (
    <ChartFigure
      title={title}
      hint={t('average', { number: number(mean, { maximumFractionDigits: 1 }) })}
      head={[byWeek ? t('table.week') : t('table.day'), t('table.done')]}
      rows={bars.map((bar) => [shortDate(bar.day), number(bar.count)])}
    >
      <Plot
        label={`${title}. ${t('pointHint')}`}
        positions={(width) => bars.map((_, i) => AREA.left + stepIn(width) * (i + 0.5))}
        valueText={(i) => {
          const bar = bars[i];
          return bar ? `${name(bar)}: ${t('doneCount', { count: bar.count })}` : '';
        }}
      >
        {(pointed, width) => {
          const step = stepIn(width);
          // Nine of the 14.6 px that a day of a month has; thinner where there are more of them.
          const thick = Math.max(2, Math.min(24, step * 0.62));
          const marks = labelled(bars, Math.ceil(48 / step), bars.length > 10);
          return (
            <>
              <Grid axis={axis} width={width} />
              {bars.map((bar, i) =>
                bar.count > 0 ? (
                  <path
                    key={i}
                    className={`bar${i === pointed ? ' on' : bar.isOpen ? ' part' : ''}`}
                    d={column(AREA.left + step * i + (step - thick) / 2, thick, yOf(bar.count, axis))}
                  />
                ) : null,
              )}
              {mean > 0 && <path className="avg" d={`M${AREA.left} ${meanY}H${width - AREA.right}`} />}
              {marks.map((i, n) => {
                const bar = bars[i];
                if (!bar) return null;
                const before = bars[marks[n - 1] ?? -1];
                const sameMonth = before !== undefined && before.day.getMonth() === bar.day.getMonth();
                return (
                  <text key={i} x={AREA.left + step * (i + 0.5)} y={AREA.height - 4} textAnchor="middle">
                    {sameMonth ? dayNumber(bar.day) : monthDay(bar.day)}
                  </text>
                );
              })}
              <text x={width - AREA.right} y={AREA.height - 4} textAnchor="end">
                {byWeek ? t('thisWeek') : t('common:day.today')}
              </text>
              {pointed !== null && bars[pointed] && (
                <Tip
                  x={AREA.left + step * (pointed + 0.5)}
                  y={yOf(bars[pointed].count, axis)}
                  label={name(bars[pointed])}
                  value={t('doneCount', { count: bars[pointed].count })}
                  within={width}
                />
              )}
            </>
          );
        }}
      </Plot>
    </ChartFigure>
  );
}

/** A bar from the ground to `top`, its upper corners rounded. */
function column(x: number, width: number, top: number): string {
  const round = Math.min(2, width / 2, GROUND - top);
  const side = GROUND - top - round;
  return `M${x.toFixed(1)} ${GROUND}v${(-side).toFixed(1)}q0-${round} ${round}-${round}h${(width - 2 * round).toFixed(1)}q${round} 0 ${round} ${round}V${GROUND}z`;
}
