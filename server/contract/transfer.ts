import * as z from 'zod/mini';
import { IMPORT_NOTE_CODES } from './import-notes.ts';
import { LIMITS, TimeZone } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';
import { Params } from './sentences.ts';
import { EDITABLE_FIELDS, ImportFormat, Priority, Status } from './tasks.ts';

export const exportTasks = defineRoute({
  id: 'exportTasks',
  method: 'GET',
  base: 'api',
  path: '/export',
  access: 'user',
  summary: 'Everything the caller may see, as a file; JSON is complete in a personal workspace',
  query: z.object({ format: z._default(z.enum(['json', 'csv']), 'json') }),
  status: 200,
  answer: z.unknown(),
  download: true,
  heavy: true,
  errors: ['BUSY'],
});

const MAPPED = [...EDITABLE_FIELDS, 'createdAt', 'completedAt', 'list', 'tags'] as const;

/** Which number of 3/4/2026 is the month. */
export const SLASH_ORDERS = ['day-first', 'month-first'] as const;
const SlashOrder = z.enum(SLASH_ORDERS);
export type SlashOrder = z.infer<typeof SlashOrder>;

/**
 * How to read a file: `columns` from a task's field to the header of its column (CSV), `statuses` and `priorities` from
 * the file's words to ours (CSV's values, Trello's lists). `slashes` counts where no date of the file decides.
 */
export const Mapping = z.object({
  columns: z.optional(z.partialRecord(z.enum(MAPPED), z.string().check(z.maxLength(255)))),
  statuses: z.optional(z.record(z.string().check(z.maxLength(512)), Status)),
  priorities: z.optional(z.record(z.string().check(z.maxLength(512)), Priority)),
  slashes: z.optional(SlashOrder),
});
export type Mapping = z.infer<typeof Mapping>;

/** What an import did or, as a preview, would do. */
export const ImportAnswer = z
  .object({
    created: z.int(),
    updated: z.int(),
    skipped: z.int(),
    warnings: z.array(
      z.object({
        line: z.optional(z.int()),
        field: z.optional(z.string()),
        code: z.enum(IMPORT_NOTE_CODES),
        params: z.optional(Params),
        /** Code and params as a sentence, in English. */
        message: z.string(),
      }),
    ),
    /**
     * What the file offers to a mapping: its headers and words (CSV) or lists (Trello), a date that can be read in two ways
     * and how it is read, and the first tasks as they would be.
     */
    headers: z.optional(z.array(z.string())),
    statuses: z.optional(z.array(z.string())),
    priorities: z.optional(z.array(z.string())),
    slashes: z.optional(z.object({ text: z.string(), order: SlashOrder })),
    mapping: z.optional(Mapping),
    sample: z.optional(
      z.array(
        z.object({
          title: z.string(),
          status: Status,
          priority: Priority,
          dueDate: z.nullable(z.string()),
          dueAllDay: z.boolean(),
          list: z.nullable(z.string()),
        }),
      ),
    ),
  })
  .register(z.globalRegistry, { id: 'ImportAnswer' });
export type ImportAnswer = z.infer<typeof ImportAnswer>;

export const importTasks = defineRoute({
  id: 'importTasks',
  method: 'POST',
  base: 'api',
  path: '/import',
  access: 'user',
  summary: 'Read a file of tasks, all or nothing; a preview answers the same and writes nothing',
  body: z.object({
    format: ImportFormat,
    content: z.string(),
    mode: z._default(z.enum(['merge', 'replace']), 'merge'),
    mapping: z.optional(Mapping),
    /** Where a time in the file says no zone of its own; absent: that of the profile, else UTC. */
    tz: z.optional(TimeZone),
    preview: z._default(z.boolean(), false),
  }),
  bodyLimit: LIMITS.importBytes,
  heavy: true,
  status: 200,
  answer: ImportAnswer,
  errors: ['IMPORT_INVALID', 'REPLACE_NOT_ALLOWED', 'BUSY', ...WRITE_ERRORS],
});
