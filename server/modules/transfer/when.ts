import { TimeZone } from '../../contract/primitives.ts';
import type { SlashOrder } from '../../contract/transfer.ts';
import { instantOfWallClock } from '../tasks/index.ts';

/** A moment read from a file: an instant, or a calendar day (then `iso` is 00:00Z of it). */
export interface When {
  readonly iso: string;
  readonly isDay: boolean;
}

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['jan', 'january', 'januar', 'jän', 'jänner'],
    ['feb', 'february', 'februar'],
    ['mar', 'march', 'mär', 'märz', 'mrz'],
    ['apr', 'april'],
    ['may', 'mai'],
    ['jun', 'june', 'juni'],
    ['jul', 'july', 'juli'],
    ['aug', 'august'],
    ['sep', 'sept', 'september'],
    ['oct', 'october', 'okt', 'oktober'],
    ['nov', 'november'],
    ['dec', 'december', 'dez', 'dezember'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1])),
);

/** 1000 to 9999, as the contract has it. */
const inRange = (year: number): boolean => year >= 1000 && year <= 9999;

function day(year: number, month: number, date: number): number | null {
  if (!inRange(year)) return null;
  const time = Date.UTC(year, month - 1, date);
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date ? time : null;
}

interface Clock {
  readonly ms: number;
  /** Minutes east of UTC; null: the wall clock of the given zone. */
  readonly offset: number | null;
}

/** "09:00", "9:00 pm", "T09:00:00.000+0000"; '' is no time at all; null is nonsense. */
function clock(text: string): Clock | '' | null {
  if (text === '') return '';
  const parts =
    /^[T, ]*(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?|uhr)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (!parts) return null;
  const [, h = '', m = '0', s = '0', fraction = '', half = '', zone = ''] = parts;
  if (!parts[2] && !half) return null;
  let hour = Number(h);
  if (/^p/i.test(half) && hour < 12) hour += 12;
  if (/^a/i.test(half) && hour === 12) hour = 0;
  if (hour > 23 || Number(m) > 59 || Number(s) > 60) return null;
  const ms = ((hour * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  if (zone === '') return { ms, offset: null };
  const signed = /([+-])(\d{2}):?(\d{2})/.exec(zone);
  const minutes = signed ? Number(signed[2]) * 60 + Number(signed[3]) : 0;
  return { ms, offset: signed?.[1] === '-' ? -minutes : minutes };
}

/** The day at the start of a text, and the rest of the text. Two numbers before a year: day first unless `monthFirst`. */
function leadingDay(
  text: string,
  monthFirst: boolean,
  thisYear: number,
): { time: number; rest: string } | null {
  const iso =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(.*)$/s.exec(text) ??
    /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)(.*)$/s.exec(text);
  const compact = /^(\d{4})(\d{2})(\d{2})(?!\d)(.*)$/s.exec(text);
  const ymd = iso ?? compact;
  if (ymd) {
    const time = day(Number(ymd[1]), Number(ymd[2]), Number(ymd[3]));
    return time === null ? null : { time, rest: ymd[4] ?? '' };
  }
  const dotted = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)$/s.exec(text);
  if (dotted) {
    const [, a = '', sign, b = '', y = '', rest = ''] = dotted;
    const year = y.length === 2 ? 2000 + Number(y) : Number(y);
    const swaps = sign === '/' && monthFirst;
    const time = swaps
      ? (day(year, Number(a), Number(b)) ?? day(year, Number(b), Number(a)))
      : (day(year, Number(b), Number(a)) ?? day(year, Number(a), Number(b)));
    return time === null ? null : { time, rest };
  }
  const named =
    /^(?:[\p{L}]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?\s+(\p{L}+)\.?,?(?:\s+(\d{4})(?!\d))?(.*)$/su.exec(
      text,
    ) ??
    swapped(
      /^(?:[\p{L}]+\.?,?\s+)?(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d|:),?(?:\s+(\d{4})(?!\d))?(.*)$/su.exec(
        text,
      ),
    );
  if (!named) return null;
  const month = MONTHS[(named[2] ?? '').toLowerCase()];
  if (!month) return null;
  const time = day(named[3] ? Number(named[3]) : thisYear, month, Number(named[1]));
  return time === null ? null : { time, rest: named[4] ?? '' };
}

function swapped(match: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return match && [match[0], match[2], match[1], match[3], match[4]];
}

/**
 * Reads a date as programs write it: ISO 8601 and its kin, 24.12.2026, 12/24/2026 (by `monthFirst`), "24 Dec 2026",
 * "Dec 24 2026 9am", German names too. Without an offset a time is the wall clock of `tz`. Null: no date that can be kept.
 */
export function readWhen(
  text: string,
  { tz, monthFirst = false, now = Date.now() }: { tz: string; monthFirst?: boolean; now?: number },
): When | null {
  const trimmed = text.trim();
  const found = leadingDay(trimmed, monthFirst, new Date(now).getUTCFullYear());
  if (!found) return null;
  const time = clock(found.rest.trim().replace(/^(at|um|@)\s+/i, ''));
  if (time === null) return null;
  if (time === '') return { iso: new Date(found.time).toISOString(), isDay: true };
  const wall = found.time + time.ms;
  const instant = time.offset === null ? instantOfWallClock(wall, tz) : wall - time.offset * 60_000;
  const made = new Date(instant);
  return inRange(made.getUTCFullYear()) ? { iso: made.toISOString(), isDay: false } : null;
}

/** Which number of dates written with slashes is the month: some number above 12 says. Null: none does. */
export function slashOrder(texts: Iterable<string>): SlashOrder | null {
  let order: SlashOrder | null = null;
  for (const text of texts) {
    const parts = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}/.exec(text.trim());
    if (!parts) continue;
    if (Number(parts[1]) > 12) return 'day-first';
    if (Number(parts[2]) > 12) order = 'month-first';
  }
  return order;
}

const zones = new Map<string, boolean>();
const MOST_ZONES = 1000;

/** Whether an IANA name is one that this machine knows; asking it costs, and files name the same ones again and again. */
export function isZone(name: string): boolean {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= MOST_ZONES) zones.clear();
  const isKnown = name !== '' && TimeZone.safeParse(name).success;
  zones.set(name, isKnown);
  return isKnown;
}
