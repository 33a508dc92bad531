import * as z from 'zod/mini';
import { ISSUES } from './issues.ts';
import { Params, codesOf } from './sentences.ts';

/**
 * The closed list of error codes, each with the HTTP status it travels with.
 * Clients switch on `code`, never on `message`.
 */
export const ERRORS = {
  VALIDATION: 400,
  MALFORMED_JSON: 400,
  FORBIDDEN_KEY: 400,
  CURSOR_INVALID: 400,
  IMPORT_INVALID: 400,
  LAUNCH_KEY_REQUIRED: 401,
  LAUNCH_CODE_INVALID: 401,
  UNAUTHENTICATED: 401,
  TOKEN_EXPIRED: 401,
  SESSION_ENDED: 401,
  BAD_CREDENTIALS: 401,
  ACCOUNT_DISABLED: 403,
  REGISTRATION_CLOSED: 403,
  INVITE_INVALID: 403,
  LINK_INVALID: 403,
  FORBIDDEN: 403,
  FOREIGN_ORIGIN: 403,
  REPLACE_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  VERSION_CONFLICT: 409,
  ID_TAKEN: 409,
  NOT_IN_TRASH: 409,
  IN_TRASH: 409,
  KEY_IN_FLIGHT: 409,
  EMAIL_TAKEN: 409,
  LAST_ADMIN: 409,
  SENT: 409,
  CHANGES_WAITING: 409,
  ALREADY_JOINED: 409,
  CURSOR_EXPIRED: 410,
  RIGHTS_CHANGED: 410,
  EPOCH_CHANGED: 410,
  TOO_LARGE: 413,
  STATE_FULL: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  KEY_REUSED: 422,
  BACKUP_DAMAGED: 422,
  DOCTOR: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  STORE_UNAVAILABLE: 503,
  TIMED_OUT: 503,
  BUSY: 503,
  TEAM_UNREACHABLE: 503,
  DISK_FULL: 507,
} as const;

export type ErrorCode = keyof typeof ERRORS;

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** One thing that is wrong with an input: where (`path`, dotted; '' for the whole) and what, in English and as a code of ISSUES. */
export const Issue = z.object({
  path: z.string(),
  message: z.string(),
  code: z.enum(codesOf(ISSUES)),
  params: z.optional(Params),
});
export type Issue = z.infer<typeof Issue>;

/** The one shape of every error answer. */
export const ErrorAnswer = z
  .object({
    statusCode: z.int(),
    code: z.enum(codes),
    message: z.string(),
    details: z.optional(z.unknown()),
    timestamp: z.iso.datetime(),
    path: z.string(),
    requestId: z.string(),
  })
  .register(z.globalRegistry, { id: 'Error' });
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
