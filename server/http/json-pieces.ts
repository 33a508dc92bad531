import { randomUUID } from 'node:crypto';

/** Units of a string from which on it is read while it arrives. */
const LONG = 32 * 1024;

/**
 * Reads JSON in UTF-8 as it arrives, so that a body of 64 MB never holds up others: strings that are long (a whole file, as an
 * import brings it) are decoded piece by piece, and what is left is small. Throws as JSON.parse and TextDecoder do.
 */
export class JsonPieces {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  /** The text, each long string in it replaced by a name that nobody can guess. */
  readonly #rest: string[] = [];
  readonly #mark = randomUUID();
  readonly #long = new Map<string, string>();
  /** The pieces of the long string that is being read. */
  #pieces: string[] | null = null;
  /** Of what arrived, the end that cannot be read without what follows. */
  #held = '';

  add(bytes: Uint8Array): void {
    this.#read(this.#utf8.decode(bytes, { stream: true }));
  }

  /** The value, when all has arrived. */
  end(): unknown {
    this.#read(this.#utf8.decode());
    if (this.#pieces) throw new SyntaxError('A string does not end.');
    this.#rest.push(this.#held);
    const text = this.#rest.join('');
    if (this.#long.size === 0) return JSON.parse(text);
    let found = 0;
    const value: unknown = JSON.parse(text, (_key, one: unknown) => {
      const long = typeof one === 'string' ? this.#long.get(one) : undefined;
      if (long !== undefined) found++;
      return long ?? one;
    });
    if (found !== this.#long.size) throw new SyntaxError('A name is too long.');
    return value;
  }

  #read(arrived: string): void {
    const text = this.#held + arrived;
    this.#held = '';
    for (let at = 0; at < text.length;) {
      if (this.#pieces) {
        const end = endOfString(text, at);
        const until = end < 0 ? wholeUntil(text, at) : end;
        this.#pieces.push(JSON.parse(`"${text.slice(at, until)}"`) as string);
        if (end < 0) {
          this.#held = text.slice(until);
          return;
        }
        const name = `${this.#mark}${this.#long.size}`;
        this.#long.set(name, this.#pieces.join(''));
        this.#pieces = null;
        this.#rest.push(`"${name}"`);
        at = end + 1;
        continue;
      }
      const start = text.indexOf('"', at);
      if (start < 0) {
        this.#rest.push(text.slice(at));
        return;
      }
      const end = endOfString(text, start + 1);
      if (end < 0 && text.length - start > LONG) {
        this.#rest.push(text.slice(at, start));
        this.#pieces = [];
        at = start + 1;
      } else if (end < 0) {
        this.#rest.push(text.slice(at, start));
        this.#held = text.slice(start);
        return;
      } else {
        this.#rest.push(text.slice(at, end + 1));
        at = end + 1;
      }
    }
  }
}

/** How many backslashes stand in front of a place, none before `from`. */
function backslashes(text: string, from: number, at: number): number {
  let count = 0;
  while (at - count > from && text.charCodeAt(at - count - 1) === 0x5c) count++;
  return count;
}

/** Where the string that `from` stands in ends: at its quote. -1: later. */
function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && backslashes(text, from, at) % 2 === 1) at = text.indexOf('"', at + 1);
  return at;
}

/** Up to where the inside of a string can be read: not into an escape that goes on behind. */
function wholeUntil(text: string, from: number): number {
  const at = text.lastIndexOf('\\');
  if (at < from || backslashes(text, from, at + 1) % 2 === 0) return text.length;
  const length = text[at + 1] === 'u' ? 6 : 2;
  return at + length > text.length ? at : text.length;
}
