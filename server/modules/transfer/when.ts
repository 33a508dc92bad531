import { instantOfWallClock, wallClockOf } from '../tasks/index.ts';

/** A day, or an instant; ISO in UTC. */
export interface When {
  readonly at: string;
  /** True: 00:00Z of a calendar day. */
  readonly allDay: boolean;
}

/** Which number of 3/4/2026 is the day. */
export type DayOrder = 'day-first' | 'month-first';

const MONTHS = [
  ['jan'],
  ['feb'],
  ['mar', 'mär', 'mrz'],
  ['apr'],
  ['may', 'mai'],
  ['jun'],
  ['jul'],
  ['aug'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez'],
];
const monthOf = (word: string): number =>
  MONTHS.findIndex((names) => names.some((name) => word.toLowerCase().startsWith(name))) + 1;

const TIME = String.raw`(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?|Uhr)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}$`, 'i');
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})${TIME}$`, 'i');
const DAY_WORD = new RegExp(
  String.raw`^(?:\p{L}+,?\s+)?(\d{1,2})\.?\s+(\p{L}{3,9})\.?,?\s+(\d{4})${TIME}$`,
  'iu',
);
const WORD_DAY = new RegExp(
  String.raw`^(?:\p{L}+,?\s+)??(\p{L}{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})${TIME}$`,
  'iu',
);
const DAY_MS = 86_400_000;

/**
 * Reads a date in the forms that exports use: ISO, 12.03.2026, 3/12/2026, 12 Mar 2026, März too, Excel's day numbers,
 * Unix seconds and milliseconds. A time without zone is meant in `tz`. Null: not read.
 */
export function readWhen(text: string, tz: string, order: DayOrder = 'day-first'): When | null {
  const value = text.trim();
  if (value === '' || value.length > 64) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return numberOf(Number(value));
  const yearFirst = YEAR_FIRST.exec(value);
  if (yearFirst) return assemble(yearFirst[1], yearFirst[2], yearFirst[3], yearFirst.slice(4), tz);
  const yearLast = YEAR_LAST.exec(value);
  if (yearLast) {
    const dayFirst = yearLast[2] !== '/' || order === 'day-first';
    const [day, month] = dayFirst ? [yearLast[1], yearLast[3]] : [yearLast[3], yearLast[1]];
    const year = yearLast[4]?.length === 2 ? `20${yearLast[4]}` : yearLast[4];
    return assemble(year, month, day, yearLast.slice(5), tz);
  }
  const dayWord = DAY_WORD.exec(value);
  if (dayWord)
    return assemble(dayWord[3], String(monthOf(dayWord[2] ?? '')), dayWord[1], dayWord.slice(4), tz);
  const wordDay = WORD_DAY.exec(value);
  if (wordDay)
    return assemble(wordDay[3], String(monthOf(wordDay[1] ?? '')), wordDay[2], wordDay.slice(4), tz);
  return null;
}

function numberOf(value: number): When | null {
  // Excel counts days from 1899-12-30; 10,000 to 80,000 are the years 1927 to 2119.
  if (value >= 10_000 && value <= 80_000) {
    const ms = Math.round((value - 25_569) * DAY_MS);
    return keep(ms, Number.isInteger(value));
  }
  if (value >= 1e8 && value < 1e10) return keep(value * 1000, false);
  if (value >= 1e11 && value < 1e13 * 2) return keep(value, false);
  return null;
}

function assemble(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hour, minute, second, half, zone]: (string | undefined)[],
  tz: string,
): When | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const midnight = new Date(0).setUTCFullYear(y, m - 1, d);
  const date = new Date(midnight);
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  if (hour === undefined) return keep(midnight, true);
  let h = Number(hour);
  if (half && /^[ap]/i.test(half)) {
    if (h < 1 || h > 12) return null;
    h = (h % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (h > 24 || Number(minute) > 59 || Number(second ?? 0) > 60) return null;
  const wall = midnight + ((h * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1000;
  if (zone === undefined) return keep(instantOfWallClock(wall, tz), false);
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = sign ? (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1) : 0;
  return keep(wall - offset * 60_000, false);
}

/** Years 1000 to 9999, as the contract's Instant has them. */
function keep(ms: number, allDay: boolean): When | null {
  const time = new Date(ms);
  const year = time.getUTCFullYear();
  if (Number.isNaN(ms) || year < 1000 || year > 9999) return null;
  return { at: time.toISOString(), allDay };
}

/** The calendar day on which an instant falls in a zone, as 00:00Z of it. */
export function dayIn(at: string, tz: string): string {
  return `${new Date(wallClockOf(Date.parse(at), tz)).toISOString().slice(0, 10)}T00:00:00.000Z`;
}

/** How a column writes 3/4/2026: known once one number is above 12, otherwise null. */
export function dayOrderOf(values: Iterable<string>): DayOrder | null {
  for (const value of values) {
    const match = /^\s*(\d{1,2})\/(\d{1,2})\/\d{2,4}/.exec(value);
    if (!match) continue;
    if (Number(match[1]) > 12) return 'day-first';
    if (Number(match[2]) > 12) return 'month-first';
  }
  return null;
}

const zones = new Map<string, boolean>();
const MOST_ZONES = 1000;

export function isTimeZone(name: string): boolean {
  if (name === '' || name.length > 64) return false;
  const known = zones.get(name);
  if (known !== undefined) return known;
  let valid = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
  } catch {
    valid = false;
  }
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(name, valid);
  return valid;
}
