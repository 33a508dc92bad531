import { broken } from './draft.ts';

/** A row of a CSV file: its first line, from 1, and its cells. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const LF = 10;
const QUOTE = 34;

/**
 * Rows of RFC 4180, of a text whose lines end in \n. Lazy, so that the reader decides when to pause. Throws IMPORT_INVALID with
 * the line of the row where a quote does not end or text follows one.
 */
export function* rowsOf(text: string, delimiter: string): Generator<Row> {
  const separator = delimiter.charCodeAt(0);
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (let isOpen = true; isOpen; at++) {
      if (text.charCodeAt(at) === QUOTE) {
        const quoted = readQuoted(text, at, start);
        at = quoted.end;
        line += quoted.breaks;
        cells.push(quoted.cell);
        const next = text.charCodeAt(at);
        if (at < text.length && next !== separator && next !== LF)
          throw broken({ code: 'TEXT_AFTER_QUOTE' }, start);
      } else {
        const from = at;
        for (let unit = text.charCodeAt(at); at < text.length; unit = text.charCodeAt(++at))
          if (unit === separator || unit === LF) break;
        cells.push(text.slice(from, at));
      }
      isOpen = at < text.length && text.charCodeAt(at) === separator;
    }
    line++;
    yield { line: start, cells };
  }
}

/** The cell whose quote opens at `at`, where it ends, and how many lines end in it. */
function readQuoted(text: string, at: number, row: number): { cell: string; end: number; breaks: number } {
  let cell = '';
  for (let from = at + 1; ;) {
    const end = text.indexOf('"', from);
    if (end < 0) throw broken({ code: 'QUOTE_OPEN' }, row);
    cell += text.slice(from, end);
    if (text.charCodeAt(end + 1) !== QUOTE) return { cell, end: end + 1, breaks: breaksIn(cell) };
    cell += '"';
    from = end + 2;
  }
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
