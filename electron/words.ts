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
  manyDue: (count) => `${count} Aufgaben sind fällig`,
  manyNews: (count) => `${count} Mitteilungen`,
};

/** The shell's own words (menu, problem page), by the system's language; the window has its own catalogue. */
export const wordsFor = (locale: string): Words => (/^de\b/i.test(locale) ? de : en);
