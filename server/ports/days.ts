const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(tz: string): Intl.DateTimeFormat {
  let found = formats.get(tz);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
      timeZone: tz,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    if (formats.size > 50) formats.clear();
    formats.set(tz, found);
  }
  return found;
}

/** The wall clock of a zone at an instant, written as if it were UTC: milliseconds since 1970. */
function wall(instant: number, tz: string): number {
  const parts = Object.fromEntries(
    format(tz)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/** The first instant of a day that is given as its midnight in UTC. A clock that skips midnight starts the day after it. */
function startOf(midnight: number, tz: string): number {
  // The instants around it differ from UTC by less than a day; the day starts where the wall clock reaches it.
  let low = midnight - DAY;
  let high = midnight + DAY;
  const guess = midnight - (wall(midnight, tz) - midnight);
  if (wall(guess, tz) === midnight && wall(guess - 1, tz) < midnight) return guess;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wall(middle, tz) >= midnight) high = middle;
    else low = middle;
  }
  return high;
}

/** The calendar days of [from, to) in a zone: their names (YYYY-MM-DD) and first instants, one more start to end with. */
export interface Days {
  readonly names: readonly string[];
  readonly starts: Float64Array;
  /** The weeks they are in, by their Mondays, and for each day the number of its week. */
  readonly mondays: readonly string[];
  readonly weeks: readonly number[];
}

let last: { readonly key: string; readonly days: Days } | null = null;

/** Days of [from, to) in milliseconds; none when it is empty. The last answer is kept: a window asks the same again. */
export function daysBetween(from: number, to: number, tz: string): Days {
  const key = `${from}:${to}:${tz}`;
  if (last?.key === key) return last.days;
  const names: string[] = [];
  const starts: number[] = [];
  if (from < to) {
    const end = wall(to - 1, tz);
    for (let midnight = Math.floor(wall(from, tz) / DAY) * DAY; midnight <= end; midnight += DAY) {
      names.push(new Date(midnight).toISOString().slice(0, 10));
      starts.push(startOf(midnight, tz));
    }
    starts.push(startOf(Math.floor(end / DAY) * DAY + DAY, tz));
  }
  const mondays = [...new Set(names.map(mondayOf))];
  const weeks = names.map((name) => mondays.indexOf(mondayOf(name)));
  const days = { names, starts: Float64Array.from(starts), mondays, weeks };
  last = { key, days };
  return days;
}

/** The number of the day that an instant is in; it must be in one of them. Days are 24 hours, give or take a few. */
export function dayAt({ starts }: Days, at: number): number {
  let day = Math.floor((at - (starts[0] as number)) / DAY);
  while (at < (starts[day] ?? Number.POSITIVE_INFINITY)) day--;
  while (at >= (starts[day + 1] as number)) day++;
  return day;
}

/** The Monday (YYYY-MM-DD) of the week of a day. */
function mondayOf(day: string): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return new Date(time - ((new Date(time).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
}
