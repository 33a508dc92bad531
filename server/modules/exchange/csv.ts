import papa from 'papaparse';
import { broken, plain } from './draft.ts';

/** A row of a CSV file: its first line, from 1, and its cells. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows between two breaths of the event loop. */
const BREATH = 2000;

/** Lets other requests run between two parts of a long work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The rows of a CSV text (RFC 4180; comma, semicolon or tab, whichever it uses). Quoted line breaks stay in their cell and
 * count for the line numbers. Throws IMPORT_INVALID with the line where a quote does not end.
 */
export async function readCsv(content: string): Promise<Row[]> {
  const text = plain(content.replace(/^\uFEFF/, ''));
  if (text.trim() === '') throw broken('The file is empty.');
  const delimiter = delimiterOf(text);
  const rows: Row[] = [];
  let line = 1;
  let from = 0;
  let failure: { line: number } | null = null;
  papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }) => {
      if (errors.some((error) => error.type === 'Quotes')) failure ??= { line };
      rows.push({ line, cells: data });
      line += countBreaks(text, from, meta.cursor);
      from = meta.cursor;
    },
  });
  const failed = failure as { line: number } | null;
  if (failed) throw broken('A quoted text does not end, or a quote stands where none may.', failed.line);
  for (let done = BREATH; done < rows.length; done += BREATH) await breathe();
  return rows.filter((row) => row.cells.some((cell) => cell.trim() !== ''));
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The separator that the first line with any uses most, outside of quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 16_384).replace(/"(?:[^"]|"")*"/g, '');
  const count = (sign: string): number => head.split(sign).length - 1;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Reads cells by the name of their column, whatever its case; '' where the row is shorter or the column is missing. */
export class Columns {
  readonly #at: ReadonlyMap<string, number>;

  constructor(readonly names: readonly string[]) {
    this.#at = new Map(names.map((name, index) => [key(name), index]));
  }

  has(name: string): boolean {
    return this.#at.has(key(name));
  }

  cell(row: Row, name: string): string {
    const index = this.#at.get(key(name));
    return index === undefined ? '' : (row.cells[index] ?? '').trim();
  }

  /** The whole row as JSON, for `source.raw`. */
  raw(row: Row): string {
    return JSON.stringify(
      Object.fromEntries(
        this.names.map((name, index) => [name, row.cells[index] ?? '']).filter((one) => one[1] !== ''),
      ),
    );
  }
}

const key = (name: string): string => name.trim().toLowerCase();

const FORMULA = /^[=+\-@\t\r]/;

/** A cell that a spreadsheet would run gets a quote in front (OWASP, CSV injection). */
export const guardCell = (text: string): string =>
  FORMULA.test(text) || /^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text;

/** Takes that quote off again. */
export const unguardCell = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
