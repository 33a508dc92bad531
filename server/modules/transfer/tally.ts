import { IMPORT_NOTES, type ImportNote } from '../../contract/import-notes.ts';
import { sentence } from '../../contract/sentences.ts';
import type { ImportAnswer } from '../../contract/transfer.ts';
import type { Warning } from './draft.ts';

/** So many warnings leave the server; more would be no reading. */
const MOST = 500;

/** What many rows have alike: said once, with how many they are. */
export type Counted = Extract<ImportNote, { params: { count: number } }>['code'];

/** Gathers what a person should know: single things by line, and things that many rows share as one sentence with a count. */
export class Tally {
  readonly #single: Warning[] = [];
  readonly #counted = new Map<Counted, { count: number; line: number | undefined; field: string }>();
  #left = 0;

  add(warning: Warning): void {
    if (this.#single.length < MOST) this.#single.push(warning);
    else this.#left++;
  }

  /** Counts one more row of which `code` says what is in its `field`; the first one's line is told. */
  count(field: string, line: number | undefined, code: Counted): void {
    const known = this.#counted.get(code);
    if (known) known.count++;
    else this.#counted.set(code, { count: 1, line, field });
  }

  get warnings(): Warning[] {
    const counted = [...this.#counted].map(([code, { count, line, field }]): Warning => ({
      ...({ code, params: { count } } as ImportNote),
      field,
      ...(line === undefined ? {} : { line }),
    }));
    const left: Warning[] = this.#left > 0 ? [{ code: 'MORE', params: { count: this.#left } }] : [];
    return [...counted, ...this.#single, ...left];
  }
}

/** Warnings as the contract has them, with their sentences in English. */
export const told = (warnings: readonly Warning[]): ImportAnswer['warnings'] =>
  warnings.map((warning) => ({ ...warning, message: sentence(IMPORT_NOTES, warning) }));
