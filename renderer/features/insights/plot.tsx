import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { number } from '../../i18n/dates.ts';
import { ticksOf, type Axis } from './scale.ts';

/** The drawing area of a plot, in pixels; it is as wide as the place it gets. */
export const AREA = { height: 260, left: 28, right: 8, top: 12, bottom: 24 } as const;

/** Until the place has been measured. */
const WIDTH = 475;

const INNER_HEIGHT = AREA.height - AREA.top - AREA.bottom;

/** The ground that bars stand on. */
export const GROUND = AREA.top + INNER_HEIGHT;

/** The width that values share. */
export const innerWidth = (width: number): number => width - AREA.left - AREA.right;

/** The vertical place of a value on an axis. */
export const yOf = (value: number, axis: Axis): number => GROUND - (INNER_HEIGHT * value) / axis.max;

/** A horizontal line on the pixel grid. */
const crisp = (y: number): number => Math.round(y) + 0.5;

/** The lines of an axis with their numbers. */
export function Grid({ axis, width }: { axis: Axis; width: number }) {
  return ticksOf(axis).map((tick) => {
    const y = crisp(yOf(tick, axis));
    return (
      <g key={tick}>
        <path className={tick === 0 ? 'g0' : 'g'} d={`M${AREA.left} ${y}H${width - AREA.right}`} />
        <text x={AREA.left - 10} y={y + 4} textAnchor="end">
          {number(tick, { notation: 'compact' })}
        </text>
      </g>
    );
  });
}

/** A value's two lines in a small box that stays inside of the plot. */
export function Tip({
  x,
  y,
  label,
  value,
  within,
}: {
  x: number;
  y: number;
  label: string;
  value: string;
  /** The plot's width. */
  within: number;
}) {
  // Inter at 12 px is 6.4 px wide on average; an exact width would need a layout read.
  const width = Math.max(72, Math.ceil(Math.max(label.length, value.length) * 6.6) + 20);
  const left = x - width - 10 >= 0 ? x - width - 10 : Math.min(x + 10, within - width);
  return (
    <g className="pointed" transform={`translate(${left.toFixed(1)} ${Math.max(0, y - 2).toFixed(1)})`}>
      <rect className="tip" width={width} height="40" rx="6" />
      <text x="10" y="17" textAnchor="start">
        {label}
      </text>
      <text x="10" y="33" textAnchor="start" className="s">
        {value}
      </text>
    </g>
  );
}

/**
 * A plot whose values can be pointed at, by mouse or by arrow keys. To Tab and screen readers it is a
 * slider whose value is what is pointed at. `positions` are the places of the values along a width.
 */
export function Plot({
  label,
  positions: positionsIn,
  valueText,
  children,
}: {
  label: string;
  positions: (width: number) => readonly number[];
  valueText: (index: number) => string;
  children: (pointed: number | null, width: number) => ReactNode;
}) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [width, setWidth] = useState(WIDTH);
  const box = useRef<HTMLDivElement>(null);
  const positions = positionsIn(width);
  const last = positions.length - 1;

  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(200, entry.contentRect.width)),
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const isInside = x >= AREA.left && x <= width;
    setPointed(isInside ? nearest(positions, x) : null);
  };
  return (
    <div className="plotted" ref={box}>
      <input
        className="sr"
        type="range"
        min={0}
        max={last}
        value={pointed ?? last}
        aria-label={label}
        aria-valuetext={valueText(pointed ?? last)}
        onChange={(event) => setPointed(event.target.valueAsNumber)}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && setPointed(last)}
        onBlur={() => setPointed(null)}
      />
      <svg
        className="plot"
        width={width}
        height={AREA.height}
        aria-hidden
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointed(null)}
      >
        {children(pointed !== null && pointed <= last ? pointed : null, width)}
      </svg>
    </div>
  );
}

function nearest(positions: readonly number[], x: number): number {
  let best = 0;
  positions.forEach((position, i) => {
    if (Math.abs(position - x) < Math.abs((positions[best] ?? 0) - x)) best = i;
  });
  return best;
}
