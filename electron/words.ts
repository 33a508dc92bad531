import { CLOSED_ADVICE_DE, CLOSED_DE } from '../server/contract/closed.de.ts';
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
    ...CLOSED_DE,
    PORT_TAKEN: 'Port {{port}} gehört schon einem anderen Programm.',
    PORT_FORBIDDEN: 'Port {{port}} darf dieses Konto nicht benutzen.',
    NOT_STARTED: 'TaskFlow konnte nicht starten: {{why}}',
    SILENT: 'Der Server von TaskFlow ist nicht rechtzeitig gestartet.',
    CRASHING: 'Der Server von TaskFlow bricht immer wieder ab.',
  },
  failureAdvice: {
    ...CLOSED_ADVICE_DE,
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
