import type { inbox as english } from '../en/inbox.ts';
import type { Texts } from '../texts.ts';

export const inbox: Texts<typeof english> = {
  title: 'Eingang',
  list: 'Mitteilungen, Neuestes zuerst',
  unread_one: '{{count, number}} ungelesen',
  unread_other: '{{count, number}} ungelesen',
  show: 'Zeige',
  all: 'Alle',
  onlyUnread: 'Ungelesen',
  markAll: 'Alle als gelesen markieren',
  markRead: 'Als gelesen markieren',
  due: 'Es ist Zeit für <b>{{title}}</b>',
  assigned: '<i>{{who}}</i> hat dir <b>{{title}}</b> übergeben',
  conflict: '<b>{{title}}</b> hat zwei Fassungen',
  somebody: 'Jemand',
  gone: 'eine Aufgabe, die es nicht mehr gibt',
  isUnread: 'Ungelesen',
  empty: 'Nichts ist an dich gerichtet. Erinnerungen und dir übergebene Aufgaben kommen hier an.',
  toMine: 'Meine Arbeit ansehen',
  allRead: 'Du hast alles gelesen.',
  failed: 'Der Eingang lässt sich gerade nicht lesen.',
  tellOutside: 'Auch außerhalb des Fensters melden',
  toldOutside: 'TaskFlow meldet Erinnerungen, während das Fenster verborgen ist.',
  deniedOutside:
    'Der Browser lässt es nicht zu. Erlaube Mitteilungen für diese Seite in seinen Einstellungen.',
  manyDue_one: '{{count, number}} Aufgabe ist fällig',
  manyDue_other: '{{count, number}} Aufgaben sind fällig',
  manyNotices_one: '{{count, number}} Mitteilung',
  manyNotices_other: '{{count, number}} Mitteilungen',
  notice: { due: 'Es ist Zeit', assigned: 'Dir übergeben', conflict: 'Zwei Fassungen' },
};
