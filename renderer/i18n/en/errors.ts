import { ISSUES } from '../../../server/contract/issues.ts';
import { REASONS } from '../../../server/contract/reasons.ts';
import type { Texts } from '../texts.ts';

const reason: Texts<typeof REASONS> = REASONS;
const issue: Texts<typeof ISSUES> = ISSUES;

/** One sentence for each error code of the contract, and for no answer at all: what is so, then what to do. */
export const errors = {
  VALIDATION: 'Something in it cannot be kept.',
  /** `what` is one of `issue`. */
  validationOf: '{{field}} {{what}}.',
  MALFORMED_JSON: 'The server could not read it. Load the window again.',
  FORBIDDEN_KEY: 'It holds a name that is not allowed.',
  CURSOR_INVALID: 'The list has changed. Load it again.',
  IMPORT_INVALID: 'This file cannot be read. Nothing was imported.',
  importFault: '{{why}} Nothing was imported.',
  importFaultAt: 'Line {{line}}: {{why}} Nothing was imported.',
  LAUNCH_KEY_REQUIRED: 'This window has no key. Open TaskFlow again with npm start.',
  LAUNCH_CODE_INVALID: 'The link has been used or is too old. Open TaskFlow again with npm start.',
  UNAUTHENTICATED: 'You are not signed in. Sign in.',
  TOKEN_EXPIRED: 'Your sign-in has to be renewed. Try again.',
  SESSION_ENDED: 'This device was signed out. Sign in again.',
  BAD_CREDENTIALS: 'The e-mail address or the password is not right.',
  ACCOUNT_DISABLED: 'This account is disabled. Ask an administrator of your team.',
  REGISTRATION_CLOSED: 'New accounts are made by invitation here. Ask an administrator of your team.',
  INVITE_INVALID:
    'This invitation does not fit this address, has been used or is too old. Ask for a new one.',
  LINK_INVALID: 'This link has been used or is too old. Ask an administrator for a new one.',
  FORBIDDEN: 'Only its creator, its assignee or an admin may do that.',
  FOREIGN_ORIGIN: 'This page may not do that. Open TaskFlow at its own address; a team’s begins with https.',
  REPLACE_NOT_ALLOWED: 'A team’s tasks cannot be replaced as a whole. Choose to merge.',
  NOT_FOUND: 'It is not there any more.',
  METHOD_NOT_ALLOWED: 'The server does not know this act. Load the window again.',
  REQUEST_TIMEOUT: 'It took too long to send. Try again.',
  VERSION_CONFLICT: 'It was changed elsewhere meanwhile.',
  ID_TAKEN: 'A task with this identity is there already.',
  NOT_IN_TRASH: 'Only what is in the trash can be deleted for good.',
  IN_TRASH: 'It is in the trash. Restore it first.',
  KEY_IN_FLIGHT: 'The same change is still on its way. Wait a moment.',
  EMAIL_TAKEN: 'There is an account with this address already. Sign in instead.',
  LAST_ADMIN: 'It is the last administrator. Make somebody else one first.',
  RATE_LIMITED: 'That was too often in a short time. Wait a little, then try again.',
  rateLimitedFor: 'That was too often in a short time. Try again in {{wait}}.',
  BUSY: 'Many people sign in just now. Try again shortly.',
  TOO_LARGE: 'It is too large to be kept. Make it shorter.',
  STATE_FULL: 'There is no more room for drafts and views. Remove saved views that you do not need.',
  UNSUPPORTED_MEDIA_TYPE: 'The server could not read it. Load the window again.',
  KEY_REUSED: 'Another change went out under the same key. Try again.',
  BACKUP_DAMAGED: 'This copy is damaged and was not used. Choose another one.',
  INTERNAL: 'TaskFlow made a mistake. It is in the log; try again.',
  STORE_UNAVAILABLE: 'The tasks cannot be reached just now. Try again.',
  TIMED_OUT: 'It took too long. Try again.',
  SENT: 'This change is on its way. Wait for the team’s answer.',
  CHANGES_WAITING: 'Changes are waiting to be sent. Send them, or save them as a file first.',
  ALREADY_JOINED: 'This team is one of your workspaces already.',
  CURSOR_EXPIRED: 'This place in the list is too old. Load it again.',
  RIGHTS_CHANGED: 'What you may see has changed. It is loaded again.',
  EPOCH_CHANGED: 'The team’s data was restored. It is loaded again.',
  DOCTOR: 'The team could not be joined. The checks below say why.',
  TEAM_UNREACHABLE: 'The team cannot be reached just now. Try again when it can.',
  DISK_FULL: 'The disk is full. Make room, then try again.',
  UNREACHABLE: 'TaskFlow’s server does not answer. Try again.',
  /** More closely why, where that is known. */
  reason,
  /** What is wrong with a field, behind its name. */
  issue,
};
