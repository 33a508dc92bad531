import { broken, plainFile } from './draft.ts';
import { createPace } from './pace.ts';
import { rowsOf, type Row } from './rows.ts';

/**
 * The rows of a CSV text (RFC 4180; comma, semicolon or tab, whichever its first line uses), blank ones left out. Quoted line
 * breaks stay in their cell and count for the line numbers. Throws IMPORT_INVALID with the line.
 */
export async function readCsv(content: string): Promise<Row[]> {
  const text = await plainFile(withoutMarks(content));
  if (text.trim() === '') throw broken({ code: 'FILE_EMPTY' });
  const pace = createPace();
  const rows: Row[] = [];
  for (const row of rowsOf(text, delimiterOf(text))) {
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
    await pace();
  }
  return rows;
}

/** Without byte order mark; UTF-16 that was read as if it were bytes shows as a NUL beside most signs. */
function withoutMarks(content: string): string {
  const head = content.slice(0, 256);
  const isWide = head.length > 3 && (head.split('\0').length - 1) * 3 > head.length;
  const text = isWide ? content.replace(/^(\uFFFD\uFFFD|ÿþ|þÿ)/, '').replaceAll('\0', '') : content;
  return text.replace(/^\uFEFF+/, '');
}

/** The separator that the first line with any uses most, outside of quotes. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 65_536)
    .replace(/"(?:[^"]|"")*("|$)/g, '')
    .split('\n');
  const head = lines.find((line) => /[,;\t]/.test(line)) ?? '';
  const count = (sign: string): number => head.split(sign).length - 1;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Reads cells by the name of their column, whatever its case; of two columns with one name the first. */
export class Columns {
  readonly #at = new Map<string, number>();
  readonly #labels: readonly string[];

  constructor(readonly names: readonly string[]) {
    const labels = new Set<string>();
    for (const [index, name] of names.entries()) {
      if (!this.#at.has(key(name))) this.#at.set(key(name), index);
      const label = name.trim() || `#${index + 1}`;
      labels.add(labels.has(label) ? `${label} (#${index + 1})` : label);
    }
    this.#labels = [...labels];
  }

  has(name: string): boolean {
    return this.#at.has(key(name));
  }

  /** As it was written; '' where the row is shorter or the column is missing. */
  text(row: Row, name: string): string {
    const index = this.#at.get(key(name));
    return index === undefined ? '' : (row.cells[index] ?? '');
  }

  cell(row: Row, name: string): string {
    return this.text(row, name).trim();
  }

  /** The whole row as JSON, for `source.raw`; cells beyond the header too. */
  raw(row: Row): string {
    const cells = row.cells.map((cell, index) => [this.#labels[index] ?? `#${index + 1}`, cell]);
    return JSON.stringify(Object.fromEntries(cells.filter(([, cell]) => cell !== '')));
  }
}

const key = (name: string): string => name.trim().toLowerCase();

/** What a spreadsheet would run, and what would look as if it had been guarded. */
const RISKY = /^'*[=+\-@\t\r\n]/;

/** A cell that a spreadsheet would run gets a quote in front (OWASP, CSV injection). */
export const guardCell = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

/** Takes that quote off again. */
export const unguardCell = (text: string): string =>
  text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text;
