import { createHash } from 'node:crypto';
import { safeParse } from 'zod/mini';
import type { Issue } from '../../contract/errors.ts';
import { issueAt, issuesOf } from '../../contract/issues-of.ts';
import type { IssueTold } from '../../contract/issues.ts';
import { MUTABLE, MutationSet, type Mutation, type Rejection } from '../../contract/sync.ts';
import { invalid as invalidInput } from '../../errors.ts';

/** An operation that can be looked at: its values are those of the contract. */
export interface Edit {
  readonly mutation: Mutation;
  readonly set: MutationSet;
  readonly base: MutationSet;
}

export interface Refusal {
  readonly code: Rejection;
  /** In a person's words. */
  readonly message: string;
  /** Of a VALIDATION. */
  readonly details?: readonly Issue[];
}

/** What only a create may say: an update of it would rewrite where a task came from, or when it was done. */
const ONLY_NEW = ['source', 'completedAt'] as const;

/** Looks at an operation alone, without the task. */
export function readMutation(mutation: Mutation): Edit | Refusal {
  const { op, set, base } = mutation;
  const unknown = Object.keys({ ...set, ...base }).find((key) => !(key in MUTABLE));
  if (unknown !== undefined)
    return { code: 'UNKNOWN_FIELD', message: `This server does not know the field ${unknown.slice(0, 64)}.` };
  const wanted = parsed(set, '');
  if ('code' in wanted) return wanted;
  if (op === 'create') {
    if (wanted.values.title === undefined) return invalid('title', { code: 'MISSING' });
    if (wanted.values.completedAt && wanted.values.status !== 'done')
      return invalid('completedAt', { code: 'ONLY_DONE' });
    return { mutation, set: wanted.values, base: {} };
  }
  const misplaced = ONLY_NEW.find((key) => key in set);
  if (misplaced) return invalid(misplaced, { code: 'ONLY_NEW' });
  const missing = Object.keys(set).find((key) => !(key in base));
  if (missing !== undefined) return invalid(`base.${missing.slice(0, 64)}`, { code: 'MISSING' });
  const seen = parsed(base, 'base.');
  return 'code' in seen ? seen : { mutation, set: wanted.values, base: seen.values };
}

/** Of what an operation says, whatever the order of its keys. */
export function hashOf({ opId: _opId, ...content }: Mutation): string {
  return createHash('sha256')
    .update(JSON.stringify(content, (_key, value: unknown) => inOrder(value)))
    .digest('hex');
}

const inOrder = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const invalid = (path: string, told: IssueTold): Refusal => refusalOf([issueAt(path, told)]);

const refusalOf = (details: readonly Issue[]): Refusal => ({
  code: 'VALIDATION',
  message: invalidInput(details).message,
  details,
});

function parsed(values: Record<string, unknown>, prefix: string): { readonly values: MutationSet } | Refusal {
  const result = safeParse(MutationSet, values, { reportInput: true });
  if (result.success) return { values: result.data };
  const issues = issuesOf(result.error.issues);
  return refusalOf(issues.map((one) => ({ ...one, path: prefix + one.path })));
}
