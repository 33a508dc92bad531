import { IMPORT_FAULTS } from './import-notes.ts';
import { CLOSED } from './notices.ts';
import { codesOf, type CodeOf, type Told } from './sentences.ts';

/**
 * Why, more closely than an error's code says: `details.reason`, with what its sentence names in `details.params`. A client
 * that does not know a reason has the code's own sentence.
 */
export const REASONS = {
  ...IMPORT_FAULTS,
  ...CLOSED,
  // BAD_CREDENTIALS
  CURRENT_PASSWORD: 'The current password is not right.',
  PASSWORD_CHANGED: 'The password was changed elsewhere meanwhile.',
  OTHER_ACCOUNT: 'This is another account than the one of this workspace.',
  // BUSY
  OWN_TURNS_TAKEN: 'Your last imports or exports are still running. Try again when one has ended.',
  TURNS_TAKEN: 'Many people import or export just now. Try again shortly.',
  DOCTOR_AT_WORK: 'Several connections are being checked just now. Try again shortly.',
  // FORBIDDEN
  OWNER_ONLY: 'Only its creator or an administrator may do that.',
  ADMIN_ONLY: 'Only an administrator may do this.',
  PERSONAL_STAYS: 'The personal workspace stays.',
  // FOREIGN_ORIGIN
  HTTPS_ONLY: 'A browser can sign in over https only.',
  // REGISTRATION_CLOSED
  NO_NEW_ACCOUNTS: 'No new accounts are made here.',
  // STORE_UNAVAILABLE
  FOLDER_MOVED:
    'The data folder was moved or deleted, so this was not saved. Put it back, or export your tasks in Settings before you close TaskFlow.',
  NOT_WRITTEN:
    'The data folder cannot be written just now, so this was not saved. Check that the disk is connected and try again.',
  NOT_READ:
    'The data could not be read from the disk. Check that it is connected, then start TaskFlow again.',
  SETTINGS_NOT_WRITTEN:
    'The settings could not be saved. Check that the data folder is there and may be written.',
  DATABASE_AWAY: 'The team’s database does not answer.',
  SERVER_ENDS: 'This server is about to end.',
  WORKSPACE_CLOSES: 'This workspace is being closed.',
  // TEAM_UNREACHABLE
  SIGN_IN_FIRST: 'Your sign-in to this team has ended. Sign in again first.',
  DELETION_UNSENT: 'The team does not know yet that this task is in the trash. Try again when it answers.',
  // NOT_IN_TRASH
  DELETION_NOT_TAKEN:
    'The team did not take the deletion of this task. See what waits to be sent: try that again or discard it first.',
  // VALIDATION
  ONLY_TEXTS_BOTH: 'Only texts can be kept both. Choose one.',
} as const;

export const REASON_CODES = codesOf(REASONS);
export type ReasonCode = CodeOf<typeof REASONS>;
export type Reason = Told<typeof REASONS>;
