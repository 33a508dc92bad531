import { importError } from './draft.ts';

/** One row of a CSV file; `line` is where it starts, 1-based, quoted line breaks counted. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

const CR = 13;
const LF = 10;
const QUOTE = 34;

/**
 * Rows of RFC 4180, and of what programs write instead: CRLF, LF or CR in one file, spaces before a quote, text after
 * one. Lazy, so that the reader decides when to pause. Throws for a quote that is never closed.
 */
export function* readRows(text: string, delimiter: string): Generator<Row> {
  const separator = delimiter.charCodeAt(0);
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const cells: string[] = [];
    const start = line;
    for (let open = true; open;) {
      let cell = '';
      let from = at;
      while (text.charCodeAt(from) === 32) from++;
      if (text.charCodeAt(from) === QUOTE) {
        const opened = line;
        at = from + 1;
        for (;;) {
          const end = text.indexOf('"', at);
          if (end < 0) throw importError('A quotation mark opens here and is never closed.', opened);
          const part = text.slice(at, end);
          cell += part;
          line += lineBreaks(part);
          at = end + 1;
          if (text.charCodeAt(at) !== QUOTE) break;
          cell += '"';
          at++;
        }
      }
      const rest = at;
      let unit = text.charCodeAt(at);
      while (at < text.length && unit !== separator && unit !== LF && unit !== CR)
        unit = text.charCodeAt(++at);
      cells.push(rest === at ? cell : cell + text.slice(rest, at));
      open = at < text.length && unit === separator;
      if (at < text.length) at++;
      if (!open && unit === CR && text.charCodeAt(at) === LF) at++;
    }
    line++;
    yield { cells, line: start };
  }
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) count++;
  }
  return count;
}

export const isBlank = (row: Row): boolean => row.cells.every((cell) => cell.trim() === '');

/** The delimiter that splits the first rows most evenly: comma, semicolon (Excel in Europe), tab or bar. */
export function guessDelimiter(text: string): string {
  const head = text.slice(0, 64 * 1024);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of [',', ';', '\t', '|']) {
    const widths: number[] = [];
    try {
      for (const row of readRows(head, delimiter)) {
        if (!isBlank(row)) widths.push(row.cells.length);
        if (widths.length === 10) break;
      }
    } catch {
      // The head may end within a quoted cell: what came before it counts.
    }
    const [first = 1] = widths;
    const even = widths.filter((width) => width === first).length / Math.max(1, widths.length);
    const score = first === 1 ? 0 : even * 100 + first;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Folded for comparison: case, spaces, accents and punctuation do not count. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** Reads cells by header, folded; the first of `names` that is there and not empty. Columns may be missing or in any order. */
export class Columns {
  readonly #index = new Map<string, number>();

  constructor(readonly headers: readonly string[]) {
    headers.forEach((header, index) => {
      const key = fold(header);
      if (!this.#index.has(key)) this.#index.set(key, index);
    });
  }

  has(name: string): boolean {
    return this.#index.has(fold(name));
  }

  get(row: Row, ...names: string[]): string {
    for (const name of names) {
      const index = this.#index.get(fold(name));
      const cell = index === undefined ? undefined : row.cells[index];
      if (cell !== undefined && cell !== '') return cell;
    }
    return '';
  }

  /** The row as JSON with its headers, for `source.raw`; empty cells are left out. */
  raw(row: Row): string {
    const entries = row.cells.map((cell, index) => [
      this.headers[index]?.trim() || `column ${index + 1}`,
      cell,
    ]);
    return JSON.stringify(Object.fromEntries(entries.filter(([, cell]) => cell !== '')));
  }
}
