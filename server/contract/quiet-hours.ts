import * as z from 'zod/mini';
import { like } from './primitives.ts';

const TimeOfDay = z.string().check(like(/^([01]\d|2[0-3]):[0-5]\d$/, '22:00'));

/** Hours of each day in which nothing is told outside of the window; over midnight where `to` is the earlier. Equal: none. */
export const QuietHours = z.object({ from: TimeOfDay, to: TimeOfDay });
export type QuietHours = z.infer<typeof QuietHours>;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a moment lies in them, by the clock of this machine. */
export function isQuiet(quiet: QuietHours | null, now: Date): boolean {
  if (!quiet) return false;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const at = now.getHours() * 60 + now.getMinutes();
  return from <= to ? at >= from && at < to : at >= from || at < to;
}
