import { useTranslation } from 'react-i18next';
import { shortDate } from '../../i18n/dates.ts';
import { ChartFigure } from './chart-frame.tsx';
import { monthDay, spanParts } from './labels.ts';
import { AREA, Grid, Plot, Tip, innerWidth, yOf } from './plot.tsx';
import { axisFor } from './scale.ts';

/** A week in which something got done: median and quartiles from creation to completion, in milliseconds. */
export interface DoneWeek {
  /** Local midnight of its Monday. */
  readonly day: Date;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The unit of the axis: days, unless everything took less than two of them. */
function unitFor(longest: number): keyof typeof UNITS {
  return longest >= 2 * UNITS.day ? 'day' : longest >= 2 * UNITS.hour ? 'hour' : 'minute';
}

/** How long tasks took, week by week: the median as a line, the middle half of the tasks as a band. */
export function TimeChart({ weeks, last }: { weeks: readonly DoneWeek[]; last: Date }) {
  const { t } = useTranslation(['insights', 'common']);
  const head = [t('table.week'), t('table.lower'), t('table.median'), t('table.upper')];
  const rows = weeks.map((week) => [
    shortDate(week.day),
    spanParts(week.lower, t).text,
    spanParts(week.median, t).text,
    spanParts(week.upper, t).text,
  ]);
  const first = weeks[0];
  const end = weeks.at(-1);
  if (!first || !end)
    return (
      <ChartFigure title={t('timeToDone')} hint="" head={head}>
        <p className="quiet">{t('timeToDoneEmpty')}</p>
      </ChartFigure>
    );
  const longest = Math.max(...weeks.map((week) => week.upper));
  const unit = unitFor(longest);
  const axis = axisFor(Math.max(1, longest / UNITS[unit]), 4, false);
  const span = last.getTime() - first.day.getTime();
  /** This week stands at the end, also when it is the only one. */
  const xIn = (width: number, week: DoneWeek): number =>
    AREA.left + innerWidth(width) * (span > 0 ? (week.day.getTime() - first.day.getTime()) / span : 1);
  const y = (ms: number): number => yOf(ms / UNITS[unit], axis);
  return (
    <ChartFigure
      title={t('timeToDone')}
      hint={t('timeToDoneHint', { unit: t(`timeUnit.${unit}`) })}
      head={head}
      rows={rows}
    >
      <Plot
        label={`${t('timeToDone')}. ${t('pointHint')}`}
        positions={(width) => weeks.map((week) => xIn(width, week))}
        valueText={(i) => {
          const week = weeks[i];
          return week ? `${t('week', { day: shortDate(week.day) })}: ${spanParts(week.median, t).text}` : '';
        }}
      >
        {(pointed, width) => {
          const x = (week: DoneWeek): number => xIn(width, week);
          const at = (week: DoneWeek, ms: number): string => `${x(week).toFixed(1)} ${y(ms).toFixed(1)}`;
          const line = (of: (week: DoneWeek) => number): string =>
            weeks.map((week, i) => `${i === 0 ? 'M' : 'L'}${at(week, of(week))}`).join('');
          const every = Math.max(1, Math.ceil((weeks.length * 90) / innerWidth(width)));
          const back = [...weeks]
            .reverse()
            .map((week) => `L${at(week, week.lower)}`)
            .join('');
          const week = pointed === null ? undefined : weeks[pointed];
          return (
            <>
              <Grid axis={axis} width={width} />
              <path className="band" d={`${line((one) => one.upper)}${back}z`} />
              <path className="edge" d={line((one) => one.upper) + line((one) => one.lower)} />
              <path className="med" d={line((one) => one.median)} />
              <circle className="end" cx={x(week ?? end)} cy={y((week ?? end).median)} r="4" />
              {!week && (
                <text
                  className="s"
                  x={Math.max(x(end) - 2, AREA.left + 60)}
                  y={y(end.median) - 12}
                  textAnchor="end"
                >
                  {spanParts(end.median, t).text}
                </text>
              )}
              {weeks.map((one, i) =>
                i % every === 0 && x(one) < width - AREA.right - 90 ? (
                  <text key={i} x={x(one)} y={AREA.height - 4} textAnchor={i === 0 ? 'start' : 'middle'}>
                    {monthDay(one.day)}
                  </text>
                ) : null,
              )}
              <text x={width - AREA.right} y={AREA.height - 4} textAnchor="end">
                {t('thisWeek')}
              </text>
              {week && (
                <Tip
                  x={x(week)}
                  y={y(week.median)}
                  label={t('week', { day: shortDate(week.day) })}
                  value={spanParts(week.median, t).text}
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
