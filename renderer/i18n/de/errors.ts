import type { Texts } from '../texts.ts';
import type { errors as english } from '../en/errors.ts';

export const errors: Texts<typeof english> = {
  VALIDATION: 'Etwas darin lässt sich nicht speichern: {{detail}}.',
  MALFORMED_JSON: 'Der Server konnte es nicht lesen. Lade das Fenster neu.',
  FORBIDDEN_KEY: 'Darin steht ein Name, der nicht erlaubt ist.',
  CURSOR_INVALID: 'Die Liste hat sich geändert. Lade sie neu.',
  IMPORT_INVALID: 'Diese Datei lässt sich nicht lesen: {{detail}}.',
  LAUNCH_KEY_REQUIRED: 'Dieses Fenster hat keinen Schlüssel. Öffne TaskFlow noch einmal mit npm start.',
  LAUNCH_CODE_INVALID: 'Der Link ist verbraucht oder zu alt. Öffne TaskFlow noch einmal mit npm start.',
  FORBIDDEN: 'Das darf nur, wer die Aufgabe angelegt hat, wer zuständig ist oder wer verwaltet.',
  FOREIGN_ORIGIN: 'Diese Seite gehört nicht zu TaskFlow. Öffne TaskFlow noch einmal mit npm start.',
  REPLACE_NOT_ALLOWED:
    'Die Aufgaben eines Teams lassen sich nicht als Ganzes ersetzen. Wähle das Zusammenführen.',
  NOT_FOUND: 'Das gibt es nicht mehr.',
  METHOD_NOT_ALLOWED: 'Der Server kennt das nicht. Lade das Fenster neu.',
  REQUEST_TIMEOUT: 'Das Senden hat zu lange gedauert. Versuche es noch einmal.',
  VERSION_CONFLICT: 'Es wurde inzwischen anderswo geändert.',
  ID_TAKEN: 'Eine Aufgabe mit dieser Kennung gibt es schon.',
  NOT_IN_TRASH: 'Endgültig löschen lässt sich nur, was im Papierkorb liegt.',
  IN_TRASH: 'Es liegt im Papierkorb. Stelle es zuerst wieder her.',
  KEY_IN_FLIGHT: 'Dieselbe Änderung ist noch unterwegs. Warte einen Augenblick.',
  TOO_LARGE: 'Es ist zu groß. Kürze es.',
  STATE_FULL: 'Für Entwürfe und Ansichten ist kein Platz mehr. Entferne Ansichten, die du nicht brauchst.',
  UNSUPPORTED_MEDIA_TYPE: 'Der Server konnte es nicht lesen. Lade das Fenster neu.',
  KEY_REUSED: 'Unter demselben Schlüssel ging eine andere Änderung hinaus. Versuche es noch einmal.',
  BACKUP_DAMAGED: 'Diese Kopie ist beschädigt und wurde nicht benutzt. Wähle eine andere.',
  INTERNAL: 'TaskFlow hat einen Fehler gemacht. Er steht im Protokoll; versuche es noch einmal.',
  STORE_UNAVAILABLE: 'Die Aufgaben sind gerade nicht erreichbar: {{detail}}',
  TIMED_OUT: 'Es hat zu lange gedauert. Versuche es noch einmal.',
  DISK_FULL: 'Die Festplatte ist voll. Schaffe Platz und versuche es dann noch einmal.',
  UNREACHABLE: 'Der Server von TaskFlow auf diesem Gerät antwortet nicht. Versuche es noch einmal.',
};
