import type { Issue } from '../../contract/errors.ts';
import { IMPORT_FAULTS, type ImportFault, type ImportNote } from '../../contract/import-notes.ts';
import type { ImportAnswer } from '../../contract/transfer.ts';
import { sentence } from '../../contract/sentences.ts';
import type { Priority, Status } from '../../contract/tasks.ts';
import { AppError } from '../../errors.ts';
import { createPace } from './pace.ts';

/** Something a person should know about a row that comes in all the same. */
export type Warning = ImportNote & {
  readonly line?: number;
  readonly field?: string;
};

/** A task as a file has it, before it has an id, an owner and a version. Times are ISO 8601 in UTC. */
export interface Draft {
  /** Line of the file, from 1, where the file has lines. */
  readonly line?: number;
  readonly title: string;
  readonly description: string | null;
  readonly status: Status;
  readonly priority: Priority;
  readonly dueDate: string | null;
  readonly dueAllDay: boolean;
  readonly remindAt: string | null;
  readonly createdAt: string | null;
  readonly completedAt: string | null;
  /** In the trash when it arrives. */
  readonly isDeleted: boolean;
  readonly list: string | null;
  readonly tags: readonly string[];
  readonly assigneeId: string | null;
  readonly rank: string | null;
  /** The id that the source program gave it for ever; null where its ids are mere numbers of a file. */
  readonly stableId: string | null;
  /** What other drafts of this file call it, and which of them it stands under. */
  readonly localId: string | null;
  readonly parentId: string | null;
  /** The record as it was read, for what has no place in the model yet. */
  readonly raw: string;
}

/** What a parser makes of a file. */
export interface Parsed {
  readonly drafts: readonly Draft[];
  readonly warnings: readonly Warning[];
  readonly headers?: readonly string[];
  /** Words or lists that a mapping may turn into statuses. */
  readonly statuses?: readonly string[];
  readonly priorities?: readonly string[];
  readonly columns?: Readonly<Record<string, string>>;
  /** A date with slashes that can be read in two ways, and how it was read. */
  readonly slashes?: NonNullable<ImportAnswer['slashes']>;
}

/** A draft of which only the title is known. */
export const EMPTY_DRAFT = {
  description: null,
  status: 'todo',
  priority: 'medium',
  dueDate: null,
  dueAllDay: false,
  remindAt: null,
  createdAt: null,
  completedAt: null,
  isDeleted: false,
  list: null,
  tags: [],
  assigneeId: null,
  rank: null,
  stableId: null,
  localId: null,
  parentId: null,
} as const satisfies Partial<Draft>;

/** The file is broken at a place: nothing of it comes in. `issue`: what is wrong with the record that stands there. */
export function broken(fault: ImportFault, line?: number, issue?: Issue): AppError {
  const { code: reason, params } = fault;
  const place = line === undefined ? '' : `Line ${line}: `;
  return new AppError('IMPORT_INVALID', `${place}${sentence(IMPORT_FAULTS, fault)} Nothing was imported.`, {
    reason,
    ...(params && { params }),
    ...(line === undefined ? {} : { line }),
    ...(issue && { issue }),
  });
}

/** Text that stores can hold: NUL and halves of pairs become U+FFFD, line breaks become \n. */
export const plain = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD').toWellFormed();

/** UTF-16 units of a file that are read at once. */
const SLICE = 1 << 20;

/** The same of a whole file: a slice at a time, so that others get their turn. */
export async function plainFile(text: string): Promise<string> {
  const pace = createPace();
  const slices: string[] = [];
  let isPlain = true;
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + SLICE, text.length);
    // What belongs together is not cut: CR and LF, the halves of a pair.
    while (to < text.length && /[\r\uD800-\uDBFF]/.test(text.charAt(to - 1))) to++;
    const slice = text.slice(from, to);
    const read = plain(slice);
    isPlain &&= read === slice;
    slices.push(read);
    from = to;
    await pace();
  }
  return isPlain ? text : slices.join('');
}
