/** An axis from 0: its end and the distance between its lines, both of them numbers people count in. */
export interface Axis {
  readonly max: number;
  readonly step: number;
}

/** The axis for values up to `most` with at most `lines` lines above zero. Whole numbers only where `whole` is set. */
export function axisFor(most: number, lines: number, whole: boolean): Axis {
  const atLeast = Math.max(most, whole ? 1 : Number.EPSILON) / lines;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  let step = power * 10;
  for (const nice of [1, 2, 5]) {
    // 0.30000000000000004 / 0.1 must not count as more than three.
    if (nice * power * (1 + 1e-9) >= atLeast) {
      step = nice * power;
      break;
    }
  }
  if (whole) step = Math.max(1, Math.round(step));
  return { step, max: step * Math.max(1, Math.ceil(most / step - 1e-9)) };
}

/** The lines of an axis, from 0 to its end. */
export function ticksOf({ max, step }: Axis): number[] {
  return Array.from({ length: Math.round(max / step) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Parts in whole percent, each rounded by itself: what is equal reads equal, so the sum may be 99 or 101. All 0 when there is nothing. */
export function percentages(parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => (sum === 0 ? 0 : Math.round((part / sum) * 100)));
}

/** A span in the unit a person would use for it. */
export function spanOf(ms: number): { readonly value: number; readonly unit: 'minute' | 'hour' | 'day' } {
  const hours = ms / 3_600_000;
  if (hours < 1) return { value: Math.max(1, Math.round(hours * 60)), unit: 'minute' };
  if (hours < 24) return { value: Math.round(hours), unit: 'hour' };
  const days = hours / 24;
  return { value: days < 10 ? Math.round(days * 10) / 10 : Math.round(days), unit: 'day' };
}
