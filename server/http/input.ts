import type * as z from 'zod/mini';
import { config, locales, safeParse } from 'zod/mini';
import { ISSUES, issueOf } from '../contract/issues.ts';
import { AppError } from '../errors.ts';

// zod/mini has no words of its own; here, unlike in the window, their size does not matter.
config(locales.en());

type Schema = z.ZodMiniType;

const MOST_ISSUES = 50;

/** Parses one part of a request. Throws VALIDATION with the issues as details. */
export function parse(schema: Schema, value: unknown, root = ''): unknown {
  const result = safeParse(schema, value, { reportInput: false });
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, MOST_ISSUES).map((raw) => issueOf(raw, root));
  const first = issues[0];
  const message = first
    ? `${first.path ? `${first.path}: ` : ''}${first.message}`
    : 'The input is not valid.';
  throw new AppError('VALIDATION', message, issues);
}

/** Which keys of a query are lists: there, one value stands for a list of one. */
export function listKeysOf(schema: z.ZodMiniObject): ReadonlySet<string> {
  const keys = Object.entries(schema.shape).filter(([, field]) => isList(field as Schema));
  return new Set(keys.map(([key]) => key));
}

function isList(schema: Schema): boolean {
  const definition = schema._zod.def as { type: string; innerType?: Schema };
  return definition.type === 'array' || (definition.innerType !== undefined && isList(definition.innerType));
}

/** A query string as an object: arrays repeat the plain key; a repeated scalar is refused. */
export function readQuery(
  search: string,
  lists: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  const params = new URLSearchParams(search);
  for (const key of new Set(params.keys())) {
    if (!known.has(key)) continue;
    const values = params.getAll(key);
    if (lists.has(key)) query[key] = values;
    else if (values.length === 1) query[key] = values[0];
    else
      throw new AppError('VALIDATION', `${key} must stand only once.`, [
        { path: key, message: ISSUES.NOT_ONCE, code: 'NOT_ONCE' },
      ]);
  }
  return query;
}
