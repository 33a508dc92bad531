import type { Tally } from './tally.ts';
import { readWhen, type When } from './when.ts';

/** Where a cell stands, and who hears that it cannot be read. */
export interface Cell {
  readonly line: number;
  readonly field: string;
  readonly tally: Tally;
}

/** The date in a cell; null: there is none, or none that can be read, which is told. */
export function readDate(
  text: string,
  how: Parameters<typeof readWhen>[1],
  { line, field, tally }: Cell,
): When | null {
  if (text === '') return null;
  const when = readWhen(text, how);
  if (!when) tally.add({ line, field, code: 'DATE_UNREADABLE', params: { text: text.slice(0, 60) } });
  return when;
}
