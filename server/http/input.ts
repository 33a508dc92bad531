import type * as z from 'zod/mini';
import { safeParse } from 'zod/mini';
import { issuesOf } from '../contract/issues-of.ts';
import { invalid, invalidAt } from '../errors.ts';

type Schema = z.ZodMiniType;

/** Parses one part of a request. Throws VALIDATION with the issues as details. */
export function parse(schema: Schema, value: unknown, root = ''): unknown {
  const result = safeParse(schema, value, { reportInput: true });
  if (result.success) return result.data;
  throw invalid(issuesOf(result.error.issues, root));
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
    else throw invalidAt(key, { code: 'NOT_ONCE' });
  }
  return query;
}
