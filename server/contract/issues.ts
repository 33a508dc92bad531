import type { Told } from './sentences.ts';

/** What is wrong with an input, as what follows the name of a field. */
export const ISSUES = {
  MISSING: 'is missing',
  NOT_EXPECTED: 'is not what is expected here',
  TEXT_WANTED: 'must be text',
  WHOLE_WANTED: 'must be a whole number',
  FLAG_WANTED: 'must be true or false',
  LIST_WANTED: 'must be a list',
  OBJECT_WANTED: 'must be a set of named fields',
  LEFT_OUT: 'must be left out here',
  ONE_NEEDED: 'needs one of these: {{names, list}}',
  NAME_UNKNOWN: 'is not known here',
  ONE_OF: 'must be one of: {{known, list}}',
  ID_OR_ONE_OF: 'must be an id, or one of: {{known, list}}',
  NOT_LIKE: 'must look like {{example}}',
  WHOLE_FROM_TO: 'must be a whole number from {{least, number}} to {{most, number}}',
  TOO_SHORT_one: 'needs at least {{count, number}} character',
  TOO_SHORT_other: 'needs at least {{count, number}} characters',
  TOO_LONG_one: 'must not be longer than {{count, number}} character',
  TOO_LONG_other: 'must not be longer than {{count, number}} characters',
  TOO_MANY_BYTES: 'must not be longer than {{bytes, number}} bytes',
  TOO_MANY: 'must not have more than {{most, number}} entries',
  TOO_FEW_one: 'must have at least {{count, number}} entry',
  TOO_FEW_other: 'must have at least {{count, number}} entries',
  TOO_LOW: 'must be at least {{least, number}}',
  TOO_HIGH: 'must be at most {{most, number}}',
  TOO_DEEP: 'must not be nested deeper than {{most, number}} levels',
  NOT_TEXT: 'holds a character that is no text',
  NOT_PRINTABLE: 'must be 1 to {{most, number}} printable characters',
  NOT_EMAIL: 'must be an address like a@b.org',
  NOT_TIME: 'must be a time like 2026-03-12T09:00:00.000Z',
  TIME_TOO_FAR: 'must lie in the years 1000 to 9999',
  NOT_ZONE: 'must be a time zone like Europe/Berlin',
  NOT_ONCE: 'must stand only once',
  NOT_NEW: 'must be a new one',
  SPAN: 'must lie before “to”, and at most {{days, number}} days before it',
  ONLY_DONE: 'is only for a task that is done',
  ONLY_NEW: 'can only be set when a task is created',
  NOBODY_HERE: 'is nobody of this workspace',
  PERSON_DISABLED: 'is an account that is disabled',
} as const;

export type IssueTold = Told<typeof ISSUES>;

/** For a check of one's own: which of the list it is. */
export const issue = (told: IssueTold): { readonly params: { readonly issue: IssueTold } } => ({
  params: { issue: told },
});
