import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const BYTES = 16;
/** Random bytes are fetched for many at once: for one at a time the system costs ten times as much as all the rest. */
const pool = new Uint8Array(256 * BYTES);
let used = pool.length;

function random(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += BYTES));
}

let last = { msecs: 0, seq: 0 };

/**
 * A new UUIDv7 (RFC 9562). Those of now are in order, also within a millisecond and when the clock is set back (its section
 * 6.2); `msecs` since 1970 asks for one of another moment, in no order with others of it.
 */
export function newId(msecs?: number): string {
  const bytes = random();
  if (msecs !== undefined) return uuidv7({ msecs, random: bytes });
  const now = Date.now();
  // Of 31 random bits, so that there is room above: what is made in one millisecond does not fill it.
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6);
  last =
    now > last.msecs
      ? { msecs: now, seq: ((a & 0x7f) << 24) | (b << 16) | (c << 8) | d }
      : { ...last, seq: last.seq + 1 };
  return uuidv7({ ...last, random: bytes });
}
