import type { core } from 'zod/mini';
import type { Issue } from './errors.ts';
import { ISSUES, type IssueTold } from './issues.ts';
import { sentence } from './sentences.ts';

/** Something that is wrong, and where. */
interface Found {
  readonly path: readonly PropertyKey[];
  readonly told: IssueTold;
}

const MOST_ISSUES = 50;

/** An issue as the contract has it. */
export const issueAt = (path: string, told: IssueTold): Issue => ({
  path,
  message: sentence(ISSUES, told),
  code: told.code,
  ...(told.params && { params: told.params }),
});

/**
 * The first findings of zod as the contract has them: zod's own words are never said. The input has to be reported with them
 * (`reportInput`), so that what is missing is told from what is wrong. `root` is the path of the whole.
 */
export const issuesOf = (raw: readonly core.$ZodIssue[], root = ''): Issue[] =>
  raw
    .slice(0, MOST_ISSUES)
    .flatMap((one) => foundIn(one))
    .slice(0, MOST_ISSUES)
    .map(({ path, told }) => issueAt(pathOf(path) || root, told));

/** Names in a path may come from outside and be of any length. */
const LONGEST_NAME = 100;

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((name) => String(name).slice(0, LONGEST_NAME)).join('.');

function foundIn(raw: core.$ZodIssue, above: readonly PropertyKey[] = []): Found[] {
  const path = [...above, ...raw.path];
  if (raw.code === 'invalid_union' && raw.errors.length > 0 && raw.input !== undefined)
    return closest(
      raw.errors.map((branch) => branch.flatMap((one) => foundIn(one, path))),
      path,
    );
  if (raw.code === 'unrecognized_keys')
    return raw.keys.map((key) => ({ path: [...path, key], told: { code: 'NAME_UNKNOWN' } }));
  return [{ path, told: toldOf(raw) }];
}

/** Whether it says only that other fields were expected. */
const isMisfit = ({ told }: Found): boolean => told.code === 'MISSING' || told.code === 'LEFT_OUT';

/** What to say where a value fits none of several shapes: of objects, what is wrong with the one that was meant. */
function closest(branches: readonly Found[][], path: readonly PropertyKey[]): Found[] {
  if (branches.flat().every(({ told }) => told.code === 'MISSING')) {
    const names = branches.flatMap(([first]) => (first ? [pathOf(first.path.slice(path.length))] : []));
    return [{ path, told: { code: 'ONE_NEEDED', params: { names } } }];
  }
  const known = branches.flat().flatMap(({ told }) => (told.code === 'ONE_OF' ? told.params.known : []));
  if (known.length > 0 && branches.flat().every((one) => one.path.length === path.length))
    return [{ path, told: { code: 'ID_OR_ONE_OF', params: { known } } }];
  const misfits = (branch: readonly Found[]): number => branch.filter(isMisfit).length;
  const isOther = (branch: readonly Found[]): number => Number(branch.every(isMisfit));
  return branches.toSorted((a, b) => isOther(a) - isOther(b) || misfits(a) - misfits(b))[0] ?? [];
}

/** An id as it looks; of none that is anybody’s. */
const ID = '01970000-0000-7000-8000-000000000000';

function toldOf(raw: core.$ZodIssue): IssueTold {
  if (raw.input === undefined) return { code: 'MISSING' };
  switch (raw.code) {
    case 'custom':
      return (raw.params as { issue?: IssueTold } | undefined)?.issue ?? { code: 'NOT_EXPECTED' };
    case 'invalid_type':
      return WANTED[raw.expected] ?? { code: 'NOT_EXPECTED' };
    case 'invalid_value':
      return { code: 'ONE_OF', params: { known: raw.values.map(String) } };
    case 'invalid_union':
      return { code: 'ONE_OF', params: { known: optionsOf(raw).map(String) } };
    case 'invalid_key':
      return nameOf(raw.issues[0]);
    case 'too_small':
      return smallOf(raw.origin, Number(raw.minimum));
    case 'too_big':
      return bigOf(raw.origin, Number(raw.maximum));
    case 'invalid_format':
      return formatOf(raw.format, raw.message);
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_element':
      return { code: 'NOT_EXPECTED' };
  }
}

/** What is wrong with a name that stands in a path. */
function nameOf(raw: core.$ZodIssue | undefined): IssueTold {
  const told: IssueTold = raw ? toldOf(raw) : { code: 'NOT_EXPECTED' };
  return told.code === 'ONE_OF' ? { code: 'NAME_UNKNOWN' } : told;
}

const WANTED: Readonly<Record<string, IssueTold>> = {
  string: { code: 'TEXT_WANTED' },
  number: { code: 'WHOLE_WANTED' },
  int: { code: 'WHOLE_WANTED' },
  boolean: { code: 'FLAG_WANTED' },
  array: { code: 'LIST_WANTED' },
  object: { code: 'OBJECT_WANTED' },
  record: { code: 'OBJECT_WANTED' },
  undefined: { code: 'LEFT_OUT' },
};

/** What the field that tells shapes apart may be. */
const optionsOf = (raw: core.$ZodIssueInvalidUnion): readonly unknown[] =>
  ('options' in raw && raw.options) || [];

/** A pattern has an example for its text (`like`). */
function formatOf(format: string, example: string): IssueTold {
  if (format === 'email') return { code: 'NOT_EMAIL' };
  if (format === 'datetime') return { code: 'NOT_TIME' };
  return { code: 'NOT_LIKE', params: { example: format === 'uuid' ? ID : example } };
}

function smallOf(origin: string, least: number): IssueTold {
  if (origin === 'string') return { code: 'TOO_SHORT', params: { count: least } };
  if (origin === 'array') return { code: 'TOO_FEW', params: { count: least } };
  return { code: 'TOO_LOW', params: { least } };
}

function bigOf(origin: string, most: number): IssueTold {
  if (origin === 'string') return { code: 'TOO_LONG', params: { count: most } };
  return { code: origin === 'array' ? 'TOO_MANY' : 'TOO_HIGH', params: { most } };
}
