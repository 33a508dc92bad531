import { START_ADVICE, START_FAILURES } from '../server/contract/start-failures.ts';

/** Sentences of the same codes, in another language. */
type Texts<T> = { readonly [K in keyof T]: string };
const failure: Texts<typeof START_FAILURES> = START_FAILURES;
const failureAdvice: Texts<typeof START_ADVICE> = START_ADVICE;

const en = {
  newTask: 'New task',
  search: 'Search',
  palette: 'Command palette',
  settings: 'Settings',
  shortcuts: 'Keyboard shortcuts',
  file: 'File',
  view: 'View',
  help: 'Help',
  starting: 'Starting TaskFlow …',
  restarting: 'One moment: the server is starting again …',
  retry: 'Try again',
  showLog: 'Show the log',
  quit: 'Quit TaskFlow',
  due: 'Due now',
  assigned: 'Assigned to you',
  conflict: 'Two versions',
  /** Why there is no server; English stands with the codes. */
  failure,
  failureAdvice,
  manyDue: (count: number): string => `${count} tasks are due`,
  manyNews: (count: number): string => `${count} notifications`,
};

export type Words = typeof en;

const de: Words = {
  newTask: 'Neue Aufgabe',
  search: 'Suchen',
  palette: 'Befehle',
  settings: 'Einstellungen',
  shortcuts: 'Tastenkürzel',
  file: 'Datei',
  view: 'Ansicht',
  help: 'Hilfe',
  starting: 'TaskFlow startet …',
  restarting: 'Einen Moment: der Server startet neu …',
  retry: 'Noch einmal versuchen',
  showLog: 'Protokoll zeigen',
  quit: 'TaskFlow beenden',
  due: 'Jetzt fällig',
  assigned: 'Dir übergeben',
  conflict: 'Zwei Fassungen',
  failure: {
    LOCKED: 'Ein anderes TaskFlow (Prozess {{pid}} auf {{host}}) hat {{folder}} geöffnet.',
    LOCKED_ELSEWHERE: 'Ein anderes TaskFlow (Prozess {{pid}} auf {{host}}) hat {{folder}} geöffnet.',
    NOT_WRITABLE: 'In {{folder}} lässt sich nicht schreiben.',
    NOT_A_FOLDER: '{{folder}} ist kein Ordner.',
    DISK_FULL: 'Die Festplatte von {{folder}} ist voll.',
    TOO_NEW: 'Die Daten in {{folder}} stammen von einem neueren TaskFlow.',
    UNREADABLE: '{{folder}} lässt sich nicht lesen ({{why}}).',
    NOT_OPENED: 'Dieser Arbeitsbereich ließ sich nicht öffnen.',
    PORT_TAKEN: 'Port {{port}} gehört schon einem anderen Programm.',
    PORT_FORBIDDEN: 'Port {{port}} darf dieses Konto nicht benutzen.',
    NOT_STARTED: 'TaskFlow konnte nicht starten: {{why}}',
    SILENT: 'Der Server von TaskFlow ist nicht rechtzeitig gestartet.',
    CRASHING: 'Der Server von TaskFlow bricht immer wieder ab.',
  },
  failureAdvice: {
    LOCKED: 'Nimm jenes Fenster oder schließe es zuerst.',
    LOCKED_ELSEWHERE: 'Schließe es zuerst dort. Wenn es das nicht mehr gibt, lösche die Datei {{file}}.',
    NOT_WRITABLE: 'Gib deinem Konto dort das Recht zu schreiben oder wähle einen anderen Datenordner.',
    NOT_A_FOLDER: 'Wähle einen anderen Datenordner oder verschiebe die Datei dieses Namens.',
    DISK_FULL: 'Schaffe Platz und starte noch einmal.',
    TOO_NEW: 'Installiere die neueste Version oder wähle einen anderen Datenordner.',
    UNREADABLE: 'Prüfe, ob das Laufwerk angeschlossen ist, und starte dann noch einmal.',
    NOT_OPENED: 'Starte TaskFlow neu. Der Grund steht im Protokoll.',
    PORT_TAKEN: 'Wähle einen anderen mit --port, oder lass ihn weg: Dann wird ein freier genommen.',
    PORT_FORBIDDEN: 'Wähle mit --port einen über 1023.',
    NOT_STARTED: 'Das Protokoll liegt in {{folder}}.',
    SILENT: 'Versuche es noch einmal. Wenn es so bleibt, sieh ins Protokoll.',
    CRASHING:
      'Deine Aufgaben liegen sicher auf der Festplatte. Versuche es noch einmal; wenn es so bleibt, sieh ins Protokoll und melde es.',
  },
  manyDue: (count) => `${count} Aufgaben sind fällig`,
  manyNews: (count) => `${count} Mitteilungen`,
};

/** The shell's own words (menu, problem page), by the system's language; the window has its own catalogue. */
export const wordsFor = (locale: string): Words => (/^de\b/i.test(locale) ? de : en);
