import { IMPORT_NOTES } from '../../../server/contract/import-notes.ts';
import type { Texts } from '../texts.ts';

/** What there is to know of a file that comes in. English stands with the codes. */
export const importNotes: Texts<typeof IMPORT_NOTES> = IMPORT_NOTES;
