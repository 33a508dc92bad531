import { plain } from '../../ui/rank-by-query.ts';

/** Something the line can be completed with: the text from `from` to the caret becomes `text`. */
export interface Suggestion {
  readonly kind: 'assignee' | 'date';
  readonly id: string;
  readonly label: string;
  readonly from: number;
  readonly text: string;
}

/**
 * What could stand at the caret: people behind a `+`, dates that begin with the last words. Dates only from the third
 * letter on, for most words are no dates.
 */
export function suggest(
  line: string,
  caret: number,
  people: readonly { readonly id: string; readonly name: string }[],
  dates: readonly string[],
): readonly Suggestion[] {
  const before = line.slice(0, caret);
  if (/\S/.test(line.charAt(caret))) return [];
  const plus = /(?:^|\s)\+(\S*(?: \S+)?)$/.exec(before);
  if (plus) {
    const typed = plain(plus[1] ?? '');
    const from = caret - (plus[1] ?? '').length - 1;
    return people
      .filter(
        ({ name }) =>
          plain(name)
            .split(/\s+/)
            .some((part) => part.startsWith(typed)) || plain(name).startsWith(typed),
      )
      .filter(({ name }) => plain(name) !== typed)
      .slice(0, 6)
      .map(({ id, name }) => ({ kind: 'assignee', id, label: name, from, text: `+${name}` }));
  }
  for (const words of [/(?:^|\s)(\S+ \S+)$/, /(?:^|\s)(\S+)$/]) {
    const typed = words.exec(before)?.[1] ?? '';
    if (typed.length < 3) continue;
    const found = dates.filter(
      (date) => plain(date).startsWith(plain(typed)) && plain(date) !== plain(typed),
    );
    if (found.length > 0)
      return found
        .slice(0, 5)
        .map((date) => ({ kind: 'date', id: date, label: date, from: caret - typed.length, text: date }));
  }
  return [];
}
