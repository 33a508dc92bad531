import type { Issue } from './errors.ts';
import type { Told } from './sentences.ts';

/** What is wrong with an input, as what follows the name of a field. */
export const ISSUES = {
  MISSING: 'is missing',
  NOT_EXPECTED: 'is not what is expected here',
  TOO_SHORT_one: 'needs at least {{count, number}} character',
  TOO_SHORT_other: 'needs at least {{count, number}} characters',
  TOO_LONG_one: 'must not be longer than {{count, number}} character',
  TOO_LONG_other: 'must not be longer than {{count, number}} characters',
  TOO_MANY_BYTES: 'must not be longer than {{bytes, number}} bytes',
  TOO_MANY: 'must not have more than {{most, number}} entries',
  TOO_FEW: 'must have at least {{least, number}} entries',
  TOO_LOW: 'must be at least {{least, number}}',
  TOO_HIGH: 'must be at most {{most, number}}',
  NOT_TEXT: 'holds a character that is no text',
  NOT_EMAIL: 'must be an address like a@b.org',
  NOT_TIME: 'is not a time that can be kept',
  NOT_ZONE: 'must be a time zone like Europe/Berlin',
  NOT_ONCE: 'must stand only once',
  NOBODY_HERE: 'is nobody of this workspace',
  PERSON_DISABLED: 'is an account that is disabled',
} as const;

export type IssueTold = Told<typeof ISSUES>;

/** For a check of one's own: which of the list it is. */
export const issue = (told: IssueTold): { readonly issue: IssueTold } => ({ issue: told });

/** A finding of zod, as far as it is looked at. */
interface RawIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly format?: unknown;
  readonly params?: unknown;
}

/** The same as the contract has it; `root` is the path of the whole. */
export function issueOf(raw: RawIssue, root = ''): Issue {
  const { code, params } = toldOf(raw);
  return {
    path: raw.path.length === 0 ? root : raw.path.map(String).join('.'),
    message: raw.message === 'Invalid input' ? ISSUES.NOT_EXPECTED : raw.message,
    code,
    ...(params && { params }),
  };
}

function toldOf({ code, origin, minimum, maximum, format, params, message }: RawIssue): IssueTold {
  switch (code) {
    case 'custom':
      return (params as { issue?: IssueTold } | undefined)?.issue ?? { code: 'NOT_EXPECTED' };
    case 'invalid_type':
      return { code: message.endsWith('undefined') ? 'MISSING' : 'NOT_EXPECTED' };
    case 'too_small':
      return smallOf(origin, Number(minimum));
    case 'too_big':
      return bigOf(origin, Number(maximum));
    case 'invalid_format':
      if (format === 'email') return { code: 'NOT_EMAIL' };
      return { code: format === 'datetime' ? 'NOT_TIME' : 'NOT_EXPECTED' };
    default:
      return { code: 'NOT_EXPECTED' };
  }
}

function smallOf(origin: unknown, least: number): IssueTold {
  if (origin === 'string') return { code: 'TOO_SHORT', params: { count: least } };
  return { code: origin === 'array' ? 'TOO_FEW' : 'TOO_LOW', params: { least } };
}

function bigOf(origin: unknown, most: number): IssueTold {
  if (origin === 'string') return { code: 'TOO_LONG', params: { count: most } };
  return { code: origin === 'array' ? 'TOO_MANY' : 'TOO_HIGH', params: { most } };
}
