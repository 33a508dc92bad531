import { relativeDay, timeOfDay } from '../../i18n/dates.ts';

/** The local hours that stand for an evening and a morning. */
const EVENING = 18;
const MORNING = 9;
const MINUTE = 60_000;

/** A time to be reminded again: `id` names its words, `hint` is the moment itself. */
export interface LaterChoice {
  readonly id: 'hour' | 'evening' | 'tomorrow' | 'monday';
  readonly at: Date;
  readonly hint: string;
}

/** What is offered for later: whole minutes, the evening only while it is an hour away at least, next week's Monday. */
export function laterChoices(now: Date): readonly LaterChoice[] {
  const on = (days: number, hour: number): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const hour = new Date(Math.ceil(now.getTime() / MINUTE) * MINUTE + 60 * MINUTE);
  const evening = on(0, EVENING);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const choices: readonly (readonly [LaterChoice['id'], Date])[] = [
    ['hour', hour],
    ...(evening >= hour ? [['evening', evening] as const] : []),
    ['tomorrow', on(1, MORNING)],
    // On a Sunday tomorrow is Monday.
    ...(toMonday > 1 ? [['monday', on(toMonday, MORNING)] as const] : []),
  ];
  return choices.map(([id, at]) => ({ id, at, hint: id === 'tomorrow' ? timeOfDay(at) : momentOf(at, now) }));
}

/** "17:10" today, else with its day: "Tomorrow 09:00". */
export function momentOf(at: Date, now: Date): string {
  return at.getDate() === now.getDate() && at.getTime() - now.getTime() < 24 * 60 * MINUTE
    ? timeOfDay(at)
    : `${relativeDay(at, now)} ${timeOfDay(at)}`;
}
