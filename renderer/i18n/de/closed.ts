import type { CLOSED } from '../../../server/contract/notices.ts';
import type { Texts } from '../texts.ts';

/** Why a folder could not be opened: a notice, and a reason of errors. */
export const closed: Texts<typeof CLOSED> = {
  LOCKED: 'Ein anderes TaskFlow (Prozess {{pid}} auf {{host}}) hat {{folder}} geöffnet.',
  LOCKED_ELSEWHERE: 'Ein anderes TaskFlow (Prozess {{pid}} auf {{host}}) hat {{folder}} geöffnet.',
  NOT_WRITABLE: 'In {{folder}} lässt sich nicht schreiben.',
  NOT_A_FOLDER: '{{folder}} ist kein Ordner.',
  DISK_FULL: 'Die Festplatte von {{folder}} ist voll.',
  TOO_NEW: 'Die Daten in {{folder}} stammen von einem neueren TaskFlow.',
  UNREADABLE: '{{folder}} lässt sich nicht lesen ({{why}}).',
  NOT_OPENED: 'Dieser Arbeitsbereich ließ sich nicht öffnen.',
};
