import { memo } from 'react';
import type { Priority, Status } from '../../server/contract/tasks.ts';

const TICK = 'M5 8.2l2.1 2.1 4-4.4';
const CROSS = 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4';
/** Circumference of the pie's stroke, radius 1.9: as much of it is drawn as the work is far. */
const ROUND = 11.94;

function Ring({ colour }: { colour: string }) {
  return <circle cx="8" cy="8" r="6.25" fill="none" stroke={colour} strokeWidth="1.5" />;
}

function Pie({ colour, part }: { colour: string; part: number }) {
  return (
    <>
      <Ring colour={colour} />
      <circle
        cx="8"
        cy="8"
        r="1.9"
        fill="none"
        stroke={colour}
        strokeWidth="3.8"
        strokeDasharray={`${part * ROUND} 12`}
        transform="rotate(-90 8 8)"
      />
    </>
  );
}

function Full({ colour, mark }: { colour: string; mark: string }) {
  return (
    <>
      <circle cx="8" cy="8" r="7" fill={colour} />
      <path
        d={mark}
        fill="none"
        stroke="var(--surface-base)"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  );
}

function ringOf(status: Status) {
  const colour = `var(--status-${status.replace('_', '-')})`;
  switch (status) {
    case 'todo':
      return <Ring colour={colour} />;
    case 'in_progress':
      return <Pie colour={colour} part={0.5} />;
    case 'in_review':
      return <Pie colour={colour} part={0.75} />;
    case 'done':
      return <Full colour={colour} mark={TICK} />;
    case 'cancelled':
      return <Full colour={colour} mark={CROSS} />;
  }
}

/** The status ring: empty, half, three quarters, full. In a list it is also the checkbox. Wrap it to give it a name. */
export const StatusRing = memo(function StatusRing({ status, size = 16 }: { status: Status; size?: number }) {
  return (
    <svg className="glyph" width={size} height={size} viewBox="0 0 16 16" aria-hidden>
      {ringOf(status)}
    </svg>
  );
});

const BARS: Record<Exclude<Priority, 'urgent'>, number> = { low: 1, medium: 2, high: 3 };

/** Priority: one, two, three bars; urgent is a shape and a colour of its own. `closed` greys it on finished tasks. */
export const PriorityBars = memo(function PriorityBars({
  priority,
  size = 16,
  closed = false,
}: {
  priority: Priority;
  size?: number;
  closed?: boolean;
}) {
  const frame = {
    className: 'glyph',
    width: size,
    height: size,
    viewBox: '0 0 16 16',
    'aria-hidden': true,
  } as const;
  if (priority === 'urgent')
    return (
      <svg {...frame}>
        <rect
          x="2"
          y="2"
          width="12"
          height="12"
          rx="3.5"
          fill={`var(${closed ? '--text-3' : '--danger-mark'})`}
        />
        <path d="M8 4.8v3.6M8 11.1v.1" stroke="var(--surface-base)" strokeWidth="1.7" strokeLinecap="round" />
      </svg>
    );
  return (
    <svg {...frame} fill={`var(${closed ? '--text-3' : '--text-2'})`}>
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={2 + bar * 4.5}
          y={9 - bar * 3}
          width="3"
          height={5 + bar * 3}
          rx="1"
          {...(bar >= BARS[priority] ? { opacity: 0.24 } : {})}
        />
      ))}
    </svg>
  );
});
