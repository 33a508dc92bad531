import * as z from 'zod/mini';
import { issue } from './issues.ts';

/** Limits of the wire, in the units their names say. */
export const LIMITS = {
  titleChars: 255,
  descriptionBytes: 64 * 1024,
  rankChars: 64,
  searchChars: 100,
  pageItems: 100,
  bulkItems: 200,
  bodyBytes: 2 * 1024 * 1024,
  importBytes: 64 * 1024 * 1024,
  stateValueBytes: 256 * 1024,
  stateKeys: 200,
  stateTotalBytes: 4 * 1024 * 1024,
  sourceRawBytes: 16 * 1024,
  jsonDepth: 32,
  passwordMinBytes: 10,
  passwordMaxBytes: 72,
} as const;

/** UTF-8 length in bytes, without allocating. A lone surrogate counts as U+FFFD, three bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** A pattern that text has to fit; who is refused is shown an example that does. */
export const like = (pattern: RegExp, example: string) => z.regex(pattern, { error: example });

/** Text that every store and screen can hold: no NUL, no lone surrogate (PostgreSQL and UTF-8 refuse both). */
export const PlainText = z
  .string()
  .check(z.refine((text) => !text.includes('\0') && text.isWellFormed(), issue({ code: 'NOT_TEXT' })));

export const Uuid = z.uuid().check(z.toLowerCase());

/** Names a workspace of an app, its folder and its mount. */
export const WorkspaceId = z.string().check(like(/^[a-z0-9-]{1,64}$/, 'personal'));

/** A secret as it looks; none that is anybody’s. */
export const SECRET_LIKE = 'x'.repeat(43);

/** 256 bits as base64url: what the link of an invitation carries, and others that nobody may guess. */
export const Secret = z.string().check(like(/^[\w-]{43}$/, SECRET_LIKE));

/** An instant as ISO 8601 in UTC, from year 1000 to 9999: beyond that, stores and screens disagree. */
export const Instant = z.iso.datetime({ abort: true }).check(
  z.refine((text) => text >= '1000' && !Number.isNaN(Date.parse(text)), issue({ code: 'TIME_TOO_FAR' })),
  z.overwrite((text) => {
    const time = Date.parse(text);
    return Number.isNaN(time) ? text : new Date(time).toISOString();
  }),
);

const DIGITS = /^\d{1,9}$/;

/** A whole number in a query string. */
export const queryInt = (min: number, max: number) =>
  z.pipe(
    z.string().check(
      z.refine((text) => DIGITS.test(text) && Number(text) >= min && Number(text) <= max, {
        ...issue({ code: 'WHOLE_FROM_TO', params: { least: min, most: max } }),
        abort: true,
      }),
      // What is left to these is to be documented.
      z.regex(DIGITS),
    ),
    z.pipe(z.transform(Number), z.int().check(z.gte(min), z.lte(max))),
  );

/** `true` or `false` in a query string. */
export const QueryFlag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone name; whatever depends on a day is computed in it. */
export const TimeZone = z
  .string()
  .check(z.maxLength(64, { abort: true }), z.refine(isTimeZone, issue({ code: 'NOT_ZONE' })));

/** An opaque position in a list; the server made it, and nobody else looks inside. It may hold a whole title. */
export const Cursor = z.string().check(z.minLength(1), z.maxLength(2048), like(/^[\w-]+$/, 'WyJhIiwxXQ'));
