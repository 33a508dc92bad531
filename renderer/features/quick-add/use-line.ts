import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePeopleLike } from '../../api/people.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { nameOf } from '../../ui/face.tsx';
import { dateReader, type DateReader } from '../../ui/read-dates.ts';
import { kept, parse, unread, type Parsed, type Reading, type Token } from './parse.ts';
import { suggest, type Suggestion } from './suggest.ts';
import { dateWords } from './words.ts';

export interface Line {
  readonly parsed: Parsed;
  /** How other lines would be read, for several at once. */
  readonly reading: Reading;
  readonly now: Date;
  readonly suggestAt: (caret: number) => readonly Suggestion[];
  /** Makes a chip words again. */
  readonly turnBack: (token: Token) => void;
}

/** Reads a line as it is typed, with this workspace's people and the window's language; `isPlain` leaves it as it is written. */
export function useLine(text: string, isPlain: boolean): Line {
  const { t } = useTranslation('quickAdd');
  const language = currentLanguage();
  const me = useMe();
  const people = usePeopleLike(/(?:^|\s)\+(\S{2,})(?!.*\s\+)/.exec(text)?.[1] ?? '');
  const [now] = useState(() => new Date());
  const [dates, setDates] = useState<DateReader | null>(null);
  const [turnedBack, setTurnedBack] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    let live = true;
    // Where it cannot be fetched the line is words alone; the next time it is asked for again.
    dateReader(language).then(
      (reader) => live && setDates(() => reader),
      () => undefined,
    );
    return () => {
      live = false;
    };
  }, [language]);

  const named = people.map((person) => ({ id: person.id, name: nameOf(person) }));
  const reading = useMemo<Reading>(
    () => ({
      now,
      dates,
      plain: turnedBack,
      people: people.map((person) => ({
        id: person.id,
        names: [
          nameOf(person),
          person.profile.firstName ?? '',
          person.email ?? '',
          ...(person.id === me?.id ? [t('me')] : []),
        ],
      })),
    }),
    [now, dates, turnedBack, people, me, t],
  );
  const parsed = useMemo(() => (isPlain ? unread(text) : parse(text, reading)), [text, reading, isPlain]);
  return {
    parsed,
    reading,
    now,
    suggestAt: (caret) => (isPlain ? [] : suggest(text, caret, named, dateWords())),
    turnBack: (token) => setTurnedBack((before) => new Set([...before, kept(token)])),
  };
}
