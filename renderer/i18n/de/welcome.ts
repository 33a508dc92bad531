import type { welcome as en } from '../en/welcome.ts';
import type { Texts } from '../texts.ts';

export const welcome: Texts<typeof en> = {
  title: 'Womit möchtest du anfangen?',
  lead: 'Offline arbeiten braucht kein Konto. Die anderen beiden können warten.',
  alone: 'Offline arbeiten',
  aloneText: 'Deine Aufgaben bleiben auf diesem Gerät. Sofort bereit und solange du magst.',
  start: 'Anfangen',
  team: 'Mit einem Team verbinden',
  teamText: 'Tritt über die Adresse eines Teams bei. Arbeiten kannst du auch, wenn es nicht erreichbar ist.',
  connect: 'Verbinden',
  bring: 'Importieren',
  bringText: 'Aus Todoist, TickTick, Trello, CSV oder einer TaskFlow-Datei. Du siehst zuerst eine Vorschau.',
  choose: 'Datei auswählen',
  sample: 'Ein kleines Beispiel anlegen. Ein Klick entfernt es.',
  sampleNotice: 'Das sind Beispiele zum Ausprobieren.',
  removeSample: 'Beispiele entfernen',
  keepSample: 'Behalten',
  tasks: {
    first: {
      title: 'C drücken und schreiben: „Noor morgen um 9 anrufen p2“',
      description:
        'Datum, **p1** bis **p4** und `// Notizen` werden beim Tippen erkannt. Was in Anführungszeichen steht, bleibt, wie es ist.',
    },
    board: {
      title: 'Mit Strg 2 das Board öffnen und diese Karte bewegen',
      description: 'Mit der Maus oder mit Enter, den Pfeilen und wieder Enter.',
    },
    checklist: {
      title: 'Eine Checkliste abhaken',
      description:
        '- [x] Eine Aufgabe mit Enter öffnen\n- [ ] Auf einen Kreis klicken\n- [ ] Eigene mit `- [ ]` schreiben',
    },
    many: {
      title: 'Mit X mehrere Aufgaben auswählen und auf einmal ändern',
      description: 'Umschalt und die Pfeile erweitern die Auswahl. Strg Z nimmt alles zurück.',
    },
    palette: { title: 'Mit Strg K alles finden', description: '' },
    done: { title: 'TaskFlow öffnen', description: 'Das war leicht.' },
  },
};
