import { codesOf, type CodeOf, type Told } from './sentences.ts';

const BACKUPS = 'Look through your tasks; a backup in Settings may have what is missing.';
const AGAIN = 'Free some space and start again.';

/** Why a folder could not be opened as a store. */
export const CLOSED = {
  LOCKED: 'Another TaskFlow (process {{pid}} on {{host}}) has {{folder}} open.',
  LOCKED_ELSEWHERE: 'Another TaskFlow (process {{pid}} on {{host}}) has {{folder}} open.',
  NOT_WRITABLE: '{{folder}} cannot be written.',
  NOT_A_FOLDER: '{{folder}} is not a folder.',
  DISK_FULL: 'The disk of {{folder}} is full.',
  TOO_NEW: 'The data in {{folder}} was written by a newer TaskFlow.',
  UNREADABLE: '{{folder}} cannot be read ({{why}}).',
  NOT_OPENED: 'This workspace could not be opened.',
} as const;

/** What to do about it. */
export const CLOSED_ADVICE = {
  LOCKED: 'Use that window, or close it first.',
  LOCKED_ELSEWHERE: 'Close it there first. If it is gone for good, delete the file {{file}}.',
  NOT_WRITABLE: 'Give your account the right to write there, or choose another data folder.',
  NOT_A_FOLDER: 'Choose another data folder, or move the file of that name away.',
  DISK_FULL: AGAIN,
  TOO_NEW: 'Install the newest version, or choose another data folder.',
  UNREADABLE: 'Check that the disk is connected, then start again.',
  NOT_OPENED: 'Restart TaskFlow. The log has the reason.',
} as const satisfies Record<CodeOf<typeof CLOSED>, string>;

/** What a store had to put aside or noticed while it opened. */
export const ASIDE = {
  TORN: 'The last change had not reached the disk when TaskFlow ended, so it was put aside.',
  PART_ASIDE: 'A part of the data could not be read and was put aside ({{bytes, number}} bytes of {{file}}).',
  EDITS_UNREADABLE: 'Changes that the team had not got could not be read: {{titles, titles}}.',
  EDITS_UNREADABLE_MORE:
    'Changes that the team had not got could not be read: {{titles, titles}} and {{more, number}} more.',
  CHANGES_MISSING_one: '{{count, number}} change is missing from the file {{file}}.',
  CHANGES_MISSING_other: '{{count, number}} changes are missing from the file {{file}}.',
  LATEST_GONE: 'The file with the latest changes is gone.',
  FILE_GONE: 'The file {{file}} is gone.',
  FILE_EMPTY: 'The file {{file}} is empty.',
  FILE_SHORTER: 'The file {{file}} is shorter than it was.',
  HEALED:
    'A data file was damaged. Its content was put together again from the files before it; nothing is missing.',
  DAMAGED: 'A data file was damaged, and so were the files before it. Some tasks may be missing.',
  COPY_OPENED_one:
    'The data files were empty or unreadable. The copy of {{at, moment}} was opened instead, with {{count, number}} task.',
  COPY_OPENED_other:
    'The data files were empty or unreadable. The copy of {{at, moment}} was opened instead, with {{count, number}} tasks.',
  EARLIER: 'An earlier start put something aside that could not be read.',
} as const;

/** What to do about it. */
export const ASIDE_ADVICE = {
  TORN: 'Look whether your last change is there; everything before it is.',
  PART_ASIDE: 'Everything else is here. If something is missing, look at the backups in Settings.',
  EDITS_UNREADABLE:
    'Look at these tasks: what was typed last may have to be typed again. Nothing else is missing.',
  EDITS_UNREADABLE_MORE:
    'Look at these tasks: what was typed last may have to be typed again. Nothing else is missing.',
  CHANGES_MISSING: 'Look through your tasks; a backup in Settings may still have them.',
  LATEST_GONE: BACKUPS,
  FILE_GONE: BACKUPS,
  FILE_EMPTY: BACKUPS,
  FILE_SHORTER: BACKUPS,
  HEALED: 'You need to do nothing. Check your disk if this happens again.',
  DAMAGED: BACKUPS,
  COPY_OPENED:
    'What was changed after it is not in it. The damaged files were kept in the folder quarantine.',
  EARLIER: BACKUPS,
} as const satisfies Record<CodeOf<typeof ASIDE>, string>;

export const NOTICES = { ...CLOSED, ...ASIDE } as const;
export const NOTICE_ADVICE = { ...CLOSED_ADVICE, ...ASIDE_ADVICE } as const;

export const NOTICE_CODES = codesOf(NOTICES);
export type NoticeCode = CodeOf<typeof NOTICES>;

/** Why a store did not open. */
export type Closed = Told<typeof CLOSED, typeof CLOSED_ADVICE>;
/** What a store has put aside. */
export type Aside = Told<typeof ASIDE>;
