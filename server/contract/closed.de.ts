import type { CLOSED, CLOSED_ADVICE } from './notices.ts';

/** Why a folder could not be opened, in German: said by the window and, where there is none, by the shell. */
export const CLOSED_DE: Record<keyof typeof CLOSED, string> = {
  LOCKED: 'Ein anderes TaskFlow (Prozess {{pid}} auf {{host}}) hat {{folder}} geöffnet.',
  LOCKED_ELSEWHERE: 'Ein anderes TaskFlow (Prozess {{pid}} auf {{host}}) hat {{folder}} geöffnet.',
  NOT_WRITABLE: 'In {{folder}} lässt sich nicht schreiben.',
  NOT_A_FOLDER: '{{folder}} ist kein Ordner.',
  DISK_FULL: 'Die Festplatte von {{folder}} ist voll.',
  TOO_NEW: 'Die Daten in {{folder}} stammen von einem neueren TaskFlow.',
  UNREADABLE: '{{folder}} lässt sich nicht lesen ({{why}}).',
  NOT_OPENED: 'Dieser Arbeitsbereich ließ sich nicht öffnen.',
};

/** What to do about it. */
export const CLOSED_ADVICE_DE: Record<keyof typeof CLOSED_ADVICE, string> = {
  LOCKED: 'Nimm jenes Fenster oder schließe es zuerst.',
  LOCKED_ELSEWHERE: 'Schließe es zuerst dort. Wenn es das nicht mehr gibt, lösche die Datei {{file}}.',
  NOT_WRITABLE: 'Gib deinem Konto dort das Recht zu schreiben oder wähle einen anderen Datenordner.',
  NOT_A_FOLDER: 'Wähle einen anderen Datenordner oder verschiebe die Datei dieses Namens.',
  DISK_FULL: 'Schaffe Platz und starte noch einmal.',
  TOO_NEW: 'Installiere die neueste Version oder wähle einen anderen Datenordner.',
  UNREADABLE: 'Prüfe, ob das Laufwerk angeschlossen ist, und starte dann noch einmal.',
  NOT_OPENED: 'Starte TaskFlow neu. Der Grund steht im Protokoll.',
};
