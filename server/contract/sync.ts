import * as z from 'zod/mini';
import { Notification } from './events.ts';
import { Instant, Uuid, queryInt } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';
import { EDITABLE, Source, TaskRecord } from './tasks.ts';
import { User } from './users.ts';

/** What a replica and its team say to each other (docs/SYNC.md). A personal workspace has none of these routes. */

export const SYNC_LIMITS = {
  /** Things in a page of changes. */
  pageItems: 1_000,
  /** Operations in a push; beside it 4 MB. */
  pushItems: 200,
  pushBytes: 4 * 1024 * 1024,
} as const;

/** One thing and what holds of it now; a page names each once. */
export const Change = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('task'),
      task: TaskRecord,
      /** While everything is walked through: the task's version when this epoch began; absent: it is younger. */
      epochVersion: z.optional(z.int()),
      /** Behind the cursor: the last person, other than the reader, who changed it; absent: nobody else did. */
      by: z.optional(Uuid),
    }),
    /** `sight`: the reader may not see it any more; `purged`: it is gone for good. */
    z.object({ kind: z.literal('removed'), id: Uuid, reason: z.enum(['sight', 'purged']) }),
    z.object({ kind: z.literal('user'), user: User }),
    z.object({ kind: z.literal('notification'), notification: Notification }),
  ])
  .register(z.globalRegistry, { id: 'Change' });
export type Change = z.infer<typeof Change>;

export const pullChanges = defineRoute({
  id: 'pullChanges',
  method: 'GET',
  base: 'api',
  serves: 'team',
  path: '/sync/changes',
  access: 'user',
  summary:
    'What changed since the cursor and may be seen, as it is now; without a cursor a walk through everything, then what changed meanwhile',
  query: z.object({
    cursor: z.optional(z.string().check(z.maxLength(1024))),
    limit: z._default(queryInt(1, SYNC_LIMITS.pageItems), 500),
    /** The last operation of this replica that it knows the result of: where the team does not, it was restored. */
    known: z.optional(Uuid),
  }),
  status: 200,
  answer: z.object({
    cursor: z.string(),
    epoch: Uuid,
    /** Whether there is more behind this page; the page may be empty all the same. */
    more: z.boolean(),
    /** Whether committed changes wait above the snapshot: pull again soon. */
    pending: z.boolean(),
    /** While everything is walked through. `id` stamps what this walk brings. */
    walk: z.optional(z.object({ id: Uuid, done: z.int(), total: z.int() })),
    /** Once, when what changed during the walk has been brought too: what has another stamp may go. */
    complete: z.optional(z.boolean()),
    changes: z.array(Change),
  }),
  errors: ['ACCOUNT_DISABLED', 'CURSOR_INVALID', 'CURSOR_EXPIRED', 'RIGHTS_CHANGED', 'EPOCH_CHANGED'],
});
export type ChangePage = z.infer<typeof pullChanges.answer>;

/**
 * What an operation sets. `deleted` true: into the trash, false: out of it. A create may carry where it was imported from,
 * and with status done a completedAt that is past. A key that is not known here is refused, never dropped.
 */
export const MUTABLE = {
  ...EDITABLE,
  deleted: z.boolean(),
  source: Source,
  completedAt: z.nullable(Instant),
};
export const MutationSet = z.partial(z.object(MUTABLE));
export type MutationSet = z.infer<typeof MutationSet>;

/** One operation. `base` has the keys of `set`, as the person saw them; set and base are checked one operation at a time. */
export const Mutation = z.object({
  opId: Uuid,
  op: z.enum(['create', 'update']),
  taskId: Uuid,
  /** The team's version that the edit was made on; 0 for a create. */
  baseVersion: z.int().check(z.gte(0)),
  base: z.record(z.string(), z.unknown()),
  set: z.record(z.string(), z.unknown()),
});
export type Mutation = z.infer<typeof Mutation>;

/** Both sides changed a field: the team's value stands, `mine` did not. */
export const FieldConflict = z.object({
  field: z.string(),
  base: z.unknown(),
  mine: z.unknown(),
  theirs: z.unknown(),
  /** Who wrote the team's value and when, where that is known; null: no person did. */
  theirsBy: z.optional(z.nullable(Uuid)),
  theirsAt: z.optional(Instant),
});
export type FieldConflict = z.infer<typeof FieldConflict>;

/** Why an operation was rejected. */
export const REJECTIONS = [
  'VALIDATION',
  'UNKNOWN_FIELD',
  'TOO_LARGE',
  'FORBIDDEN',
  'NOT_FOUND',
  'ID_TAKEN',
  'GONE',
  'OP_REUSED',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

export const MutationResult = z
  .object({
    opId: Uuid,
    result: z.enum(['applied', 'merged', 'conflict', 'rejected']),
    /** As it is now; absent when the caller may not see it. */
    task: z.optional(TaskRecord),
    conflicts: z.optional(z.array(FieldConflict)),
    code: z.optional(z.enum(REJECTIONS)),
    /** What is wrong, in a person's words, where it was rejected. */
    message: z.optional(z.string()),
    /** Of a VALIDATION its issues, as an error answer has them. */
    details: z.optional(z.unknown()),
  })
  .register(z.globalRegistry, { id: 'MutationResult' });
export type MutationResult = z.infer<typeof MutationResult>;

export const pushMutations = defineRoute({
  id: 'pushMutations',
  method: 'POST',
  base: 'api',
  serves: 'team',
  path: '/sync/mutations',
  access: 'user',
  summary:
    'Edits of a replica, each validated, authorised and merged alone; a repeat of an opId answers the same',
  body: z.object({ mutations: z.array(Mutation).check(z.minLength(1), z.maxLength(SYNC_LIMITS.pushItems)) }),
  bodyLimit: SYNC_LIMITS.pushBytes,
  status: 200,
  answer: z.object({ epoch: Uuid, results: z.array(MutationResult) }),
  errors: [...WRITE_ERRORS],
});
