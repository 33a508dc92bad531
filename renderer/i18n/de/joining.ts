import type { Texts } from '../texts.ts';
import type { joining as english } from '../en/joining.ts';

export const joining: Texts<typeof english> = {
  add: 'Team hinzufügen …',
  ofTeam: '{{name}}: Mitglieder und Verbindung',
  title: 'Team hinzufügen',
  way: 'Wie das Team erreicht wird',
  byAddress: 'Über die Adresse',
  byDatabases: 'Über die Datenbanken',
  address: 'Adresse des Team-Servers',
  addressHint: 'Etwa team.example.org. Ein Einladungslink geht auch.',
  invited: 'Das ist eine Einladung: Wähle unten ein Passwort, dann bist du dabei.',
  inviteOnly: 'Die Einladung ist gemerkt. Schreibe jetzt die Adresse des Team-Servers.',
  inviteDatabases: 'Die Einladung ist gemerkt. Schreibe jetzt die Adressen der Datenbanken des Teams.',
  databasesFor:
    'Für alle, die ein kleines Team ohne eigenen Server betreiben. Diese drei Adressen geben vollen Zugriff auf alle Daten des Teams, an allen Rechten einzelner Personen vorbei. Sie bleiben auf diesem Gerät; wo, sagt die Seite Verbindung.',
  databaseUrl: 'PostgreSQL',
  mongodbUrl: 'MongoDB',
  redisUrl: 'Redis',
  check: 'Prüfen',
  again: 'Noch einmal prüfen',
  checking: 'Wird geprüft …',
  join: 'Beitreten',
  joining: 'Tritt bei …',
  ready: 'Wer bist du dort?',
  copyReport: 'Bericht kopieren',
  copied: 'Kopiert',
  reportHint: 'ohne Passwörter und Schlüssel',
  needed: 'Das wird gebraucht.',
  allWell_one: 'Das Team antwortet: {{count, number}} Prüfung ging gut',
  allWell_other: 'Das Team antwortet: {{count, number}} Prüfungen gingen gut',
  showChecks: 'Zeigen',
  notYet: 'Noch nicht geprüft',
  milliseconds: '{{count, number}} ms',
  trust: 'Diesem Zertifikat vertrauen',
  trustHint:
    'Nur, wenn dir der Betreiber des Servers denselben Fingerabdruck nennt. Er wird gemerkt, und du wirst gewarnt, wenn er sich ändert.',
  allowHttp: 'Ohne Verschlüsselung verbinden',
  issuedTo: 'Für',
  issuedBy: 'Von',
  valid: 'Gültig',
  validFromTo: '{{from}} bis {{to}}',
  fingerprint: 'SHA-256',
  haveAccount: 'Ich habe ein Konto',
  newAccount: 'Konto anlegen',
  account: 'Konto',
  first: 'Hier ist noch niemand: Dieses Konto wird das der Verwaltung.',
  closed: 'Dieses Team nimmt keine neuen Konten auf. Melde dich mit deinem an.',
  inviteNeeded:
    'Neue Konten gibt es auf Einladung. Füge den Link ein, den du bekommen hast, oder melde dich an.',
  invite: 'Einladung',
  inviteHint: 'Der ganze Link oder was hinter # steht',
  inviteCut: 'Das ist keine vollständige Einladung. Kopiere sie ganz.',
  joined: 'Du bist in {{name}}. Es lädt gerade; du kannst anfangen.',
  failed: 'Das ging nicht: {{why}}',
  stage: {
    address: 'Adresse',
    dns: 'Name',
    tcp: 'Verbindung',
    tls: 'Zertifikat',
    http: 'Antwort',
    product: 'TaskFlow',
    version: 'Version',
    clock: 'Uhr',
    sign_in: 'Anmeldung',
    postgres: 'PostgreSQL',
    mongodb: 'MongoDB',
    redis: 'Redis',
  },
  finding: {
    OK: 'In Ordnung.',
    SKIPPED: 'Hier nicht nötig.',
    ADDRESS_INVALID: 'Das ist nicht die Adresse eines Servers.',
    ADDRESS_DUPLICATE: 'Ein Arbeitsbereich dieses Servers ist schon hier.',
    HTTP_PUBLIC:
      '{{host}} wird über das Internet erreicht; mit http könnten unterwegs alle dein Passwort und deine Aufgaben lesen.',
    HTTP_PRIVATE:
      'Die Verbindung zu {{host}} ist nicht verschlüsselt: Wer im selben Netz ist, kann dein Passwort und deine Aufgaben lesen.',
    DNS_UNKNOWN: 'Einen Server namens {{host}} gibt es nicht.',
    DNS_FAILED: 'Der Name {{host}} ließ sich nicht nachschlagen.',
    TCP_REFUSED: '{{host}} ist da, aber auf Port {{port}} antwortet nichts.',
    TCP_TIMEOUT: '{{host}} antwortet auf Port {{port}} nicht.',
    TCP_UNREACHABLE: 'Aus diesem Netz führt kein Weg zu {{host}}.',
    TLS_EXPIRED: 'Das Zertifikat des Servers gilt heute nicht: Es gilt von {{from, day}} bis {{to, day}}.',
    TLS_SELF_SIGNED: 'Der Server hat ein eigenes Zertifikat, für das keine bekannte Stelle bürgt.',
    TLS_WRONG_HOST: 'Das Zertifikat ist für einen anderen Namen als {{host}}: für {{names, list}}.',
    TLS_INCOMPLETE: 'Der Server zeigt nicht, wer für sein Zertifikat bürgt: Ein Teil der Kette fehlt.',
    TLS_CHANGED: 'Der Server zeigt ein anderes Zertifikat als das, dem du vertraut hast.',
    TLS_NOT_SPOKEN: '{{host}} antwortet auf Port {{port}}, spricht dort aber kein https.',
    HTTP_TIMEOUT: '{{host}} nahm die Verbindung an und sagte dann nichts.',
    HTTP_REDIRECT: 'Der Server verweist auf {{url}}.',
    HTTP_PORTAL: 'Statt TaskFlow antwortet eine Anmeldeseite.',
    HTTP_STATUS: '{{host}} antwortet mit einem Fehler ({{reason}}).',
    NOT_TASKFLOW: '{{host}} antwortet, ist aber kein TaskFlow-Server.',
    SERVER_TOO_OLD: 'Das TaskFlow des Servers ({{version}}) ist zu alt für diese App.',
    APP_TOO_OLD: 'Das TaskFlow des Servers ({{version}}) braucht eine neuere App als diese.',
    CLOCK_OFF: 'Die Uhren dieses Geräts und des Servers liegen {{apart, span}} auseinander.',
    CREDENTIALS_WRONG: 'E-Mail-Adresse und Passwort gehören nicht zusammen.',
    ACCOUNT_DISABLED: 'Dieses Konto ist gesperrt.',
    SIGN_IN_LIMITED: 'Es gab zu viele Versuche, sich anzumelden.',
    DATABASE_ADDRESS: 'Das ist keine Adresse von {{product}}.',
    DATABASE_AUTH: '{{product}} lehnt den Namen oder das Passwort ab.',
    DATABASE_MISSING: '{{product}} antwortet, aber die Datenbank, die in der Adresse steht, gibt es nicht.',
    DATABASE_TOO_OLD: '{{product}} {{version}} ist zu alt.',
    DATABASE_RIGHTS: 'Das Konto darf in {{product}} nicht, was TaskFlow braucht.',
    DATABASE_ONLY_READS: '{{product}} lässt dieses Konto nur lesen.',
    DATABASE_ENCODING:
      'Diese Datenbank von {{product}} speichert Text als {{encoding}}; darin fehlen Zeichen.',
    DATABASE_OTHERS: 'In dieser Datenbank von {{product}} liegen Tabellen eines anderen Programms.',
    DATABASE_CERTIFICATE: '{{product}} zeigt ein Zertifikat, das sich nicht prüfen lässt ({{reason}}).',
    DATABASE_NO_TLS: '{{product}} spricht dort kein TLS.',
    DATABASE_NO_ENTRY: '{{product}} lässt von hier auf diese Weise niemanden ein ({{reason}}).',
    DATABASE_TIMEOUT: '{{product}} antwortet unter {{host}}:{{port}} nicht.',
    FEED_BLOCKED:
      'Ein anderes Programm hält in PostgreSQL eine Transaktion offen ({{blocker}}, seit {{since, span}}): Änderungen anderer kommen verspätet an.',
    FAILED: 'Das ging aus einem anderen Grund nicht ({{reason}}).',
  },
  advice: {
    OK: '',
    SKIPPED: '',
    ADDRESS_INVALID:
      'Schreibe sie wie tasks.example.org oder https://tasks.example.org:8443, ohne Namen und Passwort.',
    ADDRESS_DUPLICATE: 'Mach nur weiter, um mit einem anderen Konto beizutreten.',
    HTTP_PUBLIC: 'Nimm https. Wenn der Server keines hat, bitte den Betreiber um ein Zertifikat.',
    HTTP_PRIVATE:
      'Nimm https, wenn der Server es hat. Mach nur in einem Netz weiter, dessen Geräten du allen traust; das Team bleibt gekennzeichnet.',
    DNS_UNKNOWN:
      'Prüfe die Schreibweise. Wenn sie stimmt, kennt vielleicht nur das Firmennetz den Namen: Verbinde dich mit dem VPN.',
    DNS_FAILED: 'Prüfe, ob dieses Gerät online ist, und versuche es dann noch einmal.',
    TCP_REFUSED: 'Prüfe den Port. Wenn er stimmt, läuft der Server nicht: Frage den Betreiber.',
    TCP_TIMEOUT: 'Vielleicht ist eine Firewall im Weg, oder der Server ist aus. Prüfe das VPN und den Port.',
    TCP_UNREACHABLE:
      'Prüfe, ob dieses Gerät online ist, und das VPN, wenn der Server in einem Firmennetz steht.',
    TLS_EXPIRED:
      'Prüfe das Datum dieses Geräts. Wenn es stimmt, muss der Betreiber des Servers das Zertifikat erneuern.',
    TLS_SELF_SIGNED:
      'Vergleiche den SHA-256 unten mit dem, den dir der Betreiber des Servers nennt; vertraue nur, wenn er gleich ist.',
    TLS_WRONG_HOST:
      'Nimm einen Namen, für den das Zertifikat ist. Sonst antwortet vielleicht ein fremder Server.',
    TLS_INCOMPLETE:
      'Der Betreiber des Servers sollte das Zwischenzertifikat ergänzen. Vertraue diesem nur nach dem Vergleich seines SHA-256.',
    TLS_CHANGED:
      'Frage den Betreiber des Servers, ob es erneuert wurde. Vertraue dem neuen nur, wenn sein SHA-256 gleich ist.',
    TLS_NOT_SPOKEN: 'Prüfe den Port. Im eigenen Netz spricht der Server vielleicht, was mit http:// beginnt.',
    HTTP_TIMEOUT:
      'Der Server ist vielleicht überlastet, oder der Port gehört zu etwas anderem. Versuche es in einer Minute noch einmal.',
    HTTP_REDIRECT:
      'Wenn das die Adresse deines Teams ist, gib sie ein. Eine Anmeldeseite für ein Netz oder eine Firma ist kein TaskFlow.',
    HTTP_PORTAL:
      'Öffne einen Browser, melde dich zuerst in diesem Netz an (Hotel, Zug, Firma) und versuche es dann noch einmal.',
    HTTP_STATUS:
      'Versuche es in einer Minute noch einmal. Wenn es bleibt, sage es dem Betreiber des Servers.',
    NOT_TASKFLOW: 'Prüfe Adresse und Port mit dem Betreiber des Servers.',
    SERVER_TOO_OLD: 'Bitte den Betreiber, ihn zu aktualisieren.',
    APP_TOO_OLD: 'Aktualisiere TaskFlow auf diesem Gerät.',
    CLOCK_OFF:
      'Stelle die Uhr dieses Geräts nach dem Internet. Es geht nichts verloren, aber Erinnerungen kommen zur falschen Zeit.',
    CREDENTIALS_WRONG:
      'Prüfe beides. Wer das Team verwaltet, kann einen Link für ein neues Passwort schicken.',
    ACCOUNT_DISABLED: 'Frage, wer das Team verwaltet.',
    SIGN_IN_LIMITED: 'Warte eine Viertelstunde und versuche es dann noch einmal.',
    DATABASE_ADDRESS:
      'Schreibe sie wie postgres://name:passwort@host:5432/taskflow, mongodb://name:passwort@host:27017/taskflow oder redis://:passwort@host:6379.',
    DATABASE_AUTH:
      'Prüfe beides in der Adresse. Zeichen wie @ : / in einem Passwort werden als %40 %3A %2F geschrieben.',
    DATABASE_MISSING: 'Prüfe den Namen hinter dem letzten Schrägstrich oder lege die Datenbank an.',
    DATABASE_TOO_OLD: 'TaskFlow braucht PostgreSQL 14, MongoDB 6 und Redis 6.2 oder neuer.',
    DATABASE_RIGHTS:
      'Gib ihm das Recht, in seiner Datenbank Tabellen anzulegen (PostgreSQL), zu lesen und zu schreiben (MongoDB, Redis).',
    DATABASE_ONLY_READS: 'Vielleicht ist es ein Standby: Gib die Adresse dessen, der Änderungen annimmt.',
    DATABASE_ENCODING: "Lege sie neu an: CREATE DATABASE taskflow ENCODING 'UTF8' TEMPLATE template0.",
    DATABASE_OTHERS: 'Gib TaskFlow eine eigene Datenbank.',
    DATABASE_CERTIFICATE:
      'Nimm den Namen, für den das Zertifikat ist. Ist die ausstellende Stelle eure eigene, nenne ihre Datei: sslrootcert=… in der Adresse (PostgreSQL), tlsCAFile=… (MongoDB) oder NODE_EXTRA_CA_CERTS in der Umgebung (alle).',
    DATABASE_NO_TLS:
      'Schalte dort TLS ein, oder lass es in einem Netz, dem du traust, aus der Adresse weg (sslmode).',
    DATABASE_NO_ENTRY:
      'Schreibe ?sslmode=verify-full hinter die Adresse, wenn es TLS verlangt; sonst fehlt in seiner pg_hba.conf eine Zeile für diesen Rechner.',
    DATABASE_TIMEOUT:
      'Prüfe, ob es läuft, ob es für andere Rechner erreichbar ist und ob keine Firewall im Weg ist.',
    FEED_BLOCKED: 'Finde und beende sie. Inzwischen geht nichts verloren.',
    FAILED: 'Versuche es noch einmal. Wenn es bleibt, kopiere den Bericht für den Betreiber des Teams.',
  },
  page: {
    title: 'Verbindung',
    lead: 'Dieser Arbeitsbereich gehört einem Team. Er liegt ganz auf diesem Gerät und geht auch ohne Netz.',
    name: 'Name auf diesem Gerät',
    server: 'Server',
    databases: 'Die Datenbanken des Teams, direkt',
    user: 'Angemeldet als',
    state: 'Zustand',
    secrets: 'Die Anmeldung liegt',
    secretsIn: {
      keystore: 'Im Schlüsselbund des Systems',
      file: 'In einer Datei, die nur dein Konto auf diesem Gerät lesen kann',
      memory: 'Bis die App geschlossen wird: Dieses System hat keinen Schlüsselbund',
    },
    http: 'Unverschlüsselt',
    httpHint: 'Wer im selben Netz ist, kann mitlesen.',
    doctor: 'Verbindung prüfen',
    remove: 'Von diesem Gerät entfernen …',
    removeHint: 'Meldet ab und löscht die Kopie auf diesem Gerät. Das Team behält seine Aufgaben.',
  },
  removing: {
    title: '{{name}} von diesem Gerät entfernen?',
    body: 'Du wirst abgemeldet, und die Kopie auf diesem Gerät wird gelöscht. Das Team behält seine Aufgaben.',
    unsent_one:
      '{{count, number}} Änderung ist nicht gesendet. Sie geht verloren, wenn du sie nicht sicherst.',
    unsent_other:
      '{{count, number}} Änderungen sind nicht gesendet. Sie gehen verloren, wenn du sie nicht sicherst.',
    conflicts_one:
      '{{count, number}} Konflikt ist nicht entschieden. Dein Text darin geht verloren, wenn du ihn nicht sicherst.',
    conflicts_other:
      '{{count, number}} Konflikte sind nicht entschieden. Deine Texte darin gehen verloren, wenn du sie nicht sicherst.',
    news: 'Es kam etwas hinzu, nachdem du hingesehen hast. Nichts wurde entfernt: Sieh noch einmal nach.',
    unknown:
      'Was hier ungesendet ist, lässt sich nicht zählen, weil sich dieser Arbeitsbereich nicht öffnet.',
    save: { unsent: 'Ungesendetes sichern…', all: 'Alle Aufgaben sichern…' },
    saved: { unsent: 'Ungesendetes gesichert', all: 'Alle Aufgaben gesichert' },
    remove: 'Entfernen',
    discard: 'Verwerfen und entfernen',
    keep: 'Behalten',
    done: '{{name}} ist nicht mehr auf diesem Gerät',
  },
};
