import type { calendar as english } from '../en/calendar.ts';
import type { Texts } from '../texts.ts';

export const calendar: Texts<typeof english> = {
  title: 'Kalender',
  label: 'Kalender der Aufgaben',
  today: 'Heute',
  day_one: '{{day}}, {{count, number}} Aufgabe',
  day_other: '{{day}}, {{count, number}} Aufgaben',
  add: 'Neue Aufgabe am {{day}}',
  more_one: '{{count, number}} weitere',
  more_other: '{{count, number}} weitere',
  all: 'Alle Aufgaben des Tages',
  find: 'In diesem Tag finden …',
  tray: 'Ohne Datum',
  trayClose: 'Ohne Datum schließen',
  trayEmpty: 'Hier hat alles ein Datum. Zieh eine Aufgabe hierher, um ihr das Datum zu nehmen.',
  trayAll: 'Alle {{count, number}} als Liste zeigen',
  undated_one: '{{count, number}} ohne Datum',
  undated_other: '{{count, number}} ohne Datum',
  unread_one: '{{count, number}} weitere passt nicht hierher. Ein Filter zeigt sie.',
  unread_other: '{{count, number}} weitere passen nicht hierher. Ein Filter zeigt sie.',
  help: 'Enter öffnet die Aufgabe, Umschalt und Leertaste hebt sie an, Pfeile tragen sie zu einem anderen Tag, Enter legt sie ab, Esc legt sie zurück. M fragt nach dem Tag.',
  carrying_one:
    '„{{title}}“ angehoben. Pfeile tragen sie zu einem anderen Tag, Enter legt sie ab, Esc legt sie zurück.',
  carrying_other:
    '{{count, number}} Aufgaben angehoben. Pfeile tragen sie zu einem anderen Tag, Enter legt sie ab, Esc legt sie zurück.',
  moved_one: '„{{title}}“ ist jetzt fällig am {{day}}',
  moved_other: '{{count, number}} Aufgaben sind jetzt fällig am {{day}}',
  putBack: 'Zurückgelegt',
  failed: 'Der Kalender kann gerade nicht gelesen werden.',
};
