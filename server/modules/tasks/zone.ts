const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 64;

function formatOf(tz: string): Intl.DateTimeFormat {
  let format = formats.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (formats.size >= MOST_FORMATS) formats.clear();
    formats.set(tz, format);
  }
  return format;
}

/** What a wall clock in `tz` shows at `instant`, written as if it were UTC; milliseconds in and out. */
export function wallClockOf(instant: number, tz: string): number {
  if (tz === 'UTC') return instant;
  const parts: Record<string, number> = {};
  let before = false;
  for (const { type, value } of formatOf(tz).formatToParts(instant)) {
    if (type === 'era') before = value.startsWith('B');
    else parts[type] = Number(value);
  }
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = new Date(0);
  wall.setUTCFullYear(before ? 1 - year : year, month - 1, day);
  wall.setUTCHours(hour, minute, second);
  return wall.getTime() + (((instant % 1000) + 1000) % 1000);
}

/** The instant at which the wall clock in `tz` shows `wall`; in a gap the one after it, of two the first. */
export function instantOfWallClock(wall: number, tz: string): number {
  const offsetAt = (instant: number): number => wallClockOf(instant, tz) - instant;
  const early = wall - offsetAt(wall - 24 * 3_600_000);
  if (wallClockOf(early, tz) === wall) return early;
  const late = wall - offsetAt(wall + 24 * 3_600_000);
  return wallClockOf(late, tz) === wall ? late : early;
}
