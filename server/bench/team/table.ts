import type { Load } from '../load.ts';

/** What a row has to reach; the words stand in the table, the numbers decide. */
export interface Goal {
  readonly words: string;
  /** At most so many times the reference. */
  readonly ratio?: number;
  /** At most, in what the row's figure is. */
  readonly figure?: number;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
}

/** One line of the table. */
export interface Row extends Partial<Load> {
  readonly what: string;
  readonly tasks: number;
  /** A figure by itself (MB, ms). */
  readonly figure?: number;
  /** Ours by the reference's of the same run, in what `reference` names. */
  readonly ratio?: number;
  readonly reference?: string;
  readonly goal?: Goal;
}

const COLUMNS = [
  'what',
  'tasks',
  'per second',
  'p50 ms',
  'p99 ms',
  'CPU µs each',
  'figure, or × the reference',
  'goal',
  'reached',
  'reference',
];

/** Markdown. */
export const HEAD = `| ${COLUMNS.join(' | ')} |\n|---|--:|--:|--:|--:|--:|--:|---|---|---|`;

const number = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits);

function reached({ goal, ratio, figure, p50, p99 }: Row): string {
  if (!goal) return '';
  const pairs = [
    [ratio, goal.ratio],
    [figure, goal.figure],
    [p50, goal.p50],
    [p99, goal.p99],
  ] as const;
  const isWithin = pairs.every(([is, most]) => most === undefined || (is !== undefined && is <= most));
  return isWithin ? 'yes' : 'no';
}

export function lineOf(row: Row): string {
  const { what, tasks, perSecond, p50, p99, cpu, ratio, figure, reference, goal } = row;
  const cells = [
    what,
    tasks,
    number(perSecond, 0),
    number(p50, 2),
    number(p99, 2),
    number(cpu, 0),
    ratio === undefined ? number(figure, 0) : `${number(ratio, 2)}×`,
    goal?.words ?? '',
    reached(row),
    reference ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}
