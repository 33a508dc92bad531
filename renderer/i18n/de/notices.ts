import { CLOSED_ADVICE_DE, CLOSED_DE } from '../../../server/contract/closed.de.ts';
import type { Texts } from '../texts.ts';
import type { notices as english } from '../en/notices.ts';

const BACKUPS = 'Sieh deine Aufgaben durch; eine Sicherung in den Einstellungen hat vielleicht, was fehlt.';

export const notices: Texts<typeof english> = {
  what: {
    ...CLOSED_DE,
    TORN: 'Die letzte Änderung war noch nicht auf der Festplatte, als TaskFlow endete; sie wurde beiseitegelegt.',
    PART_ASIDE:
      'Ein Teil der Daten ließ sich nicht lesen und wurde beiseitegelegt ({{bytes, number}} Bytes von {{file}}).',
    EDITS_UNREADABLE:
      'Änderungen, die das Team noch nicht hatte, ließen sich nicht lesen: {{titles, titles}}.',
    EDITS_UNREADABLE_MORE:
      'Änderungen, die das Team noch nicht hatte, ließen sich nicht lesen: {{titles, titles}} und {{more, number}} weitere.',
    CHANGES_MISSING_one: 'In der Datei {{file}} fehlt {{count, number}} Änderung.',
    CHANGES_MISSING_other: 'In der Datei {{file}} fehlen {{count, number}} Änderungen.',
    LATEST_GONE: 'Die Datei mit den letzten Änderungen ist nicht mehr da.',
    FILE_GONE: 'Die Datei {{file}} ist nicht mehr da.',
    FILE_EMPTY: 'Die Datei {{file}} ist leer.',
    FILE_SHORTER: 'Die Datei {{file}} ist kürzer, als sie war.',
    HEALED:
      'Eine Datei mit Daten war beschädigt. Ihr Inhalt wurde aus den Dateien davor wieder zusammengesetzt; es fehlt nichts.',
    DAMAGED:
      'Eine Datei mit Daten war beschädigt und die Dateien davor auch. Einige Aufgaben fehlen vielleicht.',
    COPY_OPENED_one:
      'Die Dateien mit den Daten waren leer oder nicht lesbar. Stattdessen wurde die Sicherung vom {{at, moment}} geöffnet, mit {{count, number}} Aufgabe.',
    COPY_OPENED_other:
      'Die Dateien mit den Daten waren leer oder nicht lesbar. Stattdessen wurde die Sicherung vom {{at, moment}} geöffnet, mit {{count, number}} Aufgaben.',
    EARLIER: 'Bei einem früheren Start wurde etwas beiseitegelegt, das sich nicht lesen ließ.',
  },
  advice: {
    ...CLOSED_ADVICE_DE,
    TORN: 'Sieh nach, ob deine letzte Änderung da ist; alles davor ist da.',
    PART_ASIDE: 'Alles andere ist da. Wenn etwas fehlt, sieh in den Einstellungen nach den Sicherungen.',
    EDITS_UNREADABLE:
      'Sieh diese Aufgaben an: Was zuletzt getippt wurde, muss vielleicht noch einmal getippt werden. Sonst fehlt nichts.',
    EDITS_UNREADABLE_MORE:
      'Sieh diese Aufgaben an: Was zuletzt getippt wurde, muss vielleicht noch einmal getippt werden. Sonst fehlt nichts.',
    CHANGES_MISSING:
      'Sieh deine Aufgaben durch; eine Sicherung in den Einstellungen hat sie vielleicht noch.',
    LATEST_GONE: BACKUPS,
    FILE_GONE: BACKUPS,
    FILE_EMPTY: BACKUPS,
    FILE_SHORTER: BACKUPS,
    HEALED: 'Du musst nichts tun. Prüfe die Festplatte, wenn es wieder geschieht.',
    DAMAGED: BACKUPS,
    COPY_OPENED:
      'Was danach geändert wurde, ist nicht darin. Die beschädigten Dateien liegen im Ordner quarantine.',
    EARLIER: BACKUPS,
  },
};
