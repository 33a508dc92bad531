import { createHash } from 'node:crypto';
import type { ImportAnswer, Mapping } from '../../contract/transfer.ts';
import type { ImportFormat, Priority, Status } from '../../contract/tasks.ts';
import { AppError } from '../../errors.ts';

/** A task as a file of another program tells it. Times are ISO in UTC; null is what the file does not say. */
export interface Draft {
  /** Where the row starts in the file, 1-based. */
  readonly line?: number;
  /** An id of ours, where the file is one of ours. */
  readonly id?: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: Status;
  readonly priority: Priority;
  readonly dueDate: string | null;
  readonly dueAllDay: boolean;
  readonly remindAt: string | null;
  readonly rank: string | null;
  readonly assigneeId: string | null;
  readonly createdAt: string | null;
  readonly completedAt: string | null;
  readonly trashed: boolean;
  readonly key: string;
  readonly list: string | null;
  readonly tags: readonly string[];
  readonly parentKey: string | null;
  /** The record as it was read, at any length. */
  readonly raw: string;
}

export const EMPTY_DRAFT = {
  description: null,
  status: 'todo',
  priority: 'medium',
  dueDate: null,
  dueAllDay: false,
  remindAt: null,
  rank: null,
  assigneeId: null,
  createdAt: null,
  completedAt: null,
  trashed: false,
  list: null,
  tags: [],
  parentKey: null,
} as const satisfies Partial<Draft>;

export type Warning = ImportAnswer['warnings'][number];

export interface ParseOptions {
  readonly mapping: Mapping;
  /** IANA zone of times that name none. */
  readonly tz: string;
}

/** What a file holds, and what of it a mapping can change. */
export interface Parsed {
  readonly drafts: readonly Draft[];
  readonly warnings: Warnings;
  readonly headers?: readonly string[];
  readonly statuses?: readonly string[];
  readonly mapping?: Mapping;
}

/** A file that cannot be read: IMPORT_INVALID, with the line (1-based) where one is known. */
export function importError(reason: string, line?: number): AppError {
  const message =
    line === undefined ? `${reason} Nothing was imported.` : `Line ${line}: ${reason} Nothing was imported.`;
  return new AppError('IMPORT_INVALID', message, line === undefined ? { reason } : { line, reason });
}

const MOST_WARNINGS = 200;

/** Warnings in the order of the file: the first 200 one by one, what is beyond as a count. */
export class Warnings {
  readonly #shown: Warning[] = [];
  readonly #summaries: Warning[] = [];
  #hidden = 0;

  add(message: string, where: { line?: number | undefined; field?: string } = {}): void {
    if (this.#shown.length >= MOST_WARNINGS) {
      this.#hidden++;
      return;
    }
    const { line, field } = where;
    this.#shown.push({ ...(line !== undefined && { line }), ...(field && { field }), message });
  }

  /** About the whole file; stands before the others and is never left out. */
  summary(message: string, field?: string): void {
    this.#summaries.push({ ...(field && { field }), message });
  }

  list(): Warning[] {
    const more = this.#hidden > 0 ? [{ message: `And ${this.#hidden} more remarks of this kind.` }] : [];
    return [...this.#summaries, ...this.#shown, ...more];
  }
}

/**
 * Keys of one file's tasks. A key is a hash of the source's stable id or, without one, of created time, title and list;
 * twins that agree in all of them are told apart by how many came before.
 */
export class Keys {
  readonly #seen = new Map<string, number>();

  constructor(private readonly format: ImportFormat) {}

  of(identity: readonly (string | null)[]): string {
    const hash = createHash('sha256')
      .update(JSON.stringify([this.format, ...identity]))
      .digest('base64url');
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return count === 1 ? hash : `${hash}#${count}`;
  }
}

/** `count` things in words: "1 task has", "3 tasks have". */
export const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;
