import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { dateReader, type DateReader } from '../../ui/read-dates.ts';
import { kept, linesOf, parse, tokenBefore, unread, type Reading } from './parse.ts';

const NOW = new Date(2026, 2, 12, 11, 46);
const PEOPLE = [
  { id: 'sanne', names: ['Sanne', 'Sanne de Wit', 'me'] },
  { id: 'tomas', names: ['Tomás', 'Tomás Reyes'] },
];
const readers: Partial<Record<'en' | 'de', DateReader>> = {};
beforeAll(async () => {
  readers.en = await dateReader('en');
  readers.de = await dateReader('de');
});
const reading = (language: 'en' | 'de' = 'en', plain: ReadonlySet<string> = new Set()): Reading => ({
  now: NOW,
  dates: readers[language] ?? null,
  people: PEOPLE,
  plain,
});

/** A local time as it is written. */
const local = (date: Date | undefined): string =>
  date
    ? `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()} ${date.getHours()}:${date.getMinutes()}`
    : '';

function dateOf(line: string, language: 'en' | 'de') {
  const parsed = parse(line, reading(language));
  const token = parsed.tokens.find((one) => one.kind === 'date');
  return { title: parsed.title, text: token?.text, at: local(token?.date), hasTime: token?.hasTime };
}

test.each([
  ['Call the bank !', 'Call the bank', 'high'],
  ['!! Call the bank', 'Call the bank', 'urgent'],
  ['Call the bank!', 'Call the bank!', undefined],
  ['Wow !!! what', 'Wow !!! what', undefined],
])('marks of exclamation by themselves are priorities: %s', (line, title, priority) => {
  expect(parse(line, reading())).toMatchObject({ title, set: priority ? { priority } : {} });
});

test('a line that is taken as it is written has no tokens', () => {
  expect(unread(' Meet +Sanne  tomorrow p1 // now ')).toMatchObject({
    title: 'Meet +Sanne tomorrow p1 // now',
    tokens: [],
    set: {},
  });
  expect(unread('  ').title).toBe('');
});

describe('dates', () => {
  test.each([
    ['Send it tomorrow 9am', 'Send it', 'tomorrow 9am', '2026-3-13 9:0'],
    ['Call next fri', 'Call', 'next fri', '2026-3-20'],
    ['in 3 days call', 'call', 'in 3 days', '2026-3-15'],
    ['Report by friday', 'Report', 'by friday', '2026-3-13'],
    ['Lunch today at 17:30', 'Lunch', 'today at 17:30', '2026-3-12 17:30'],
    ['Stand-up 9am', 'Stand-up', '9am', '2026-3-13 9:0'],
    ['Book 13 Mar 2026 9:00', 'Book', '13 Mar 2026 9:00', '2026-3-13 9:0'],
    ['Summarise monday meeting tomorrow', 'Summarise monday meeting', 'tomorrow', '2026-3-13'],
  ])('%s', (line, title, text, at) => {
    const found = dateOf(line, 'en');
    expect(found).toMatchObject({ title, text });
    expect(found.at.startsWith(at)).toBe(true);
    expect(found.hasTime).toBe(at.includes(' '));
  });

  test.each([
    ['Anrufen morgen um 9', 'Anrufen', 'morgen um 9', '2026-3-13 9:0'],
    ['Bericht nächsten Freitag', 'Bericht', 'nächsten Freitag', '2026-3-20'],
    ['Bericht bis Freitag', 'Bericht', 'bis Freitag', '2026-3-13'],
    ['in 3 Tagen packen', 'packen', 'in 3 Tagen', '2026-3-15'],
    ['Zahnarzt übermorgen', 'Zahnarzt', 'übermorgen', '2026-3-14'],
    ['Zahnarzt 13.03.2026 09:00', 'Zahnarzt', '13.03.2026 09:00', '2026-3-13 9:0'],
    ['Zahnarzt am Montag', 'Zahnarzt', 'am Montag', '2026-3-16'],
  ])('%s', (line, title, text, at) => {
    const found = dateOf(line, 'de');
    expect(found).toMatchObject({ title, text });
    expect(found.at.startsWith(at)).toBe(true);
  });

  test.each([
    'Prepare the May report',
    'Buy sun cream',
    'Add 1/2 cup',
    'Ship version 2.4',
    'Buy 3 eggs',
    'Do it now',
  ])('no date in “%s”', (line) => expect(dateOf(line, 'en')).toMatchObject({ title: line, text: undefined }));

  test('a day is a calendar day, a time an instant', () => {
    expect(parse('Call next fri', reading()).set).toEqual({
      dueDate: '2026-03-20T00:00:00.000Z',
      dueAllDay: true,
    });
    expect(parse('Call tomorrow 9am', reading()).set).toEqual({
      dueDate: new Date(2026, 2, 13, 9).toISOString(),
      dueAllDay: false,
    });
  });
});

test('the line of the picture', () => {
  const line = 'Send the booklet to the printer tomorrow 9am +Sanne p1 // new cover';
  const parsed = parse(line, reading());
  expect(parsed.title).toBe('Send the booklet to the printer');
  expect(parsed.tokens.map((one) => [one.kind, line.slice(one.from, one.to)])).toEqual([
    ['date', 'tomorrow 9am'],
    ['assignee', '+Sanne'],
    ['priority', 'p1'],
    ['note', '// new cover'],
  ]);
  expect(parsed.set).toMatchObject({ assigneeId: 'sanne', priority: 'urgent', description: 'new cover' });
});

test('names: the longest that fits, without accents and case; strangers and sums stay words', () => {
  expect(parse('x +sanne de wit p2', reading()).set).toEqual({ assigneeId: 'sanne', priority: 'high' });
  expect(parse('x +tomas', reading()).set).toEqual({ assigneeId: 'tomas' });
  expect(parse('Learn C++ +nobody 1+1', reading())).toMatchObject({
    title: 'Learn C++ +nobody 1+1',
    tokens: [],
  });
});

test('an address is no note, and nothing in a note is read', () => {
  expect(parse('Read https://example.org p3', reading()).set).toEqual({ priority: 'medium' });
  expect(parse('Read // p1 tomorrow +Sanne', reading()).set).toEqual({ description: 'p1 tomorrow +Sanne' });
});

test('quoted text is never read, whatever the quotation marks', () => {
  for (const line of ['Read "tomorrow p1 +Sanne // x"', 'Read “tomorrow p1”', 'Lies „morgen p1“', 'Lis «p1»'])
    expect(parse(line, reading())).toMatchObject({ title: line, tokens: [] });
  expect(parse('Read "next friday" tomorrow', reading()).title).toBe('Read "next friday"');
});

test('the last of a kind counts; what was turned back stays words, and the one before counts again', () => {
  const line = 'a p1 b p2';
  const parsed = parse(line, reading());
  expect(parsed).toMatchObject({ title: 'a p1 b', set: { priority: 'high' } });
  const before = tokenBefore(parsed, line.length);
  expect(before?.text).toBe('p2');
  const back = parse(line, reading('en', new Set(before ? [kept(before)] : [])));
  expect(back).toMatchObject({ title: 'a b p2', set: { priority: 'urgent' } });
  expect(tokenBefore(parsed, 3)).toBeUndefined();
});

test('pasted lines lose their list marks', () => {
  expect(linesOf('- one\n\n* two\r\n3. three\n  [ ] four\n- [x] five')).toEqual([
    'one',
    'two',
    'three',
    'four',
    'five',
  ]);
});

test('nothing typed is lost: the pieces are the line, and the title holds every word outside of tokens', () => {
  const words = fc.constantFrom(
    'p1',
    'P4',
    '+Sanne',
    '+tomás',
    '//',
    '// note',
    'tomorrow',
    '9am',
    'next fri',
    '"',
    '„',
    '“',
    'http://a.b',
    'in 3 days',
    '\t',
    '😀',
    'e\u0301',
    '24 March',
    'İ',
  );
  const line = fc
    .array(fc.oneof(words, fc.string({ unit: 'grapheme' }), fc.constant(' ')), { maxLength: 12 })
    .map((parts) => parts.join(''))
    .filter((text) => !text.includes('\n'));
  fc.assert(
    fc.property(line, fc.subarray(['priority p1', 'date tomorrow']), (text, back) => {
      const { pieces, tokens, title } = parse(text, reading('en', new Set(back)));
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const token of tokens)
        expect(text.slice(token.from, token.to)).toHaveLength(token.to - token.from);
      const rest = pieces
        .filter((piece) => !piece.token)
        .map((piece) => piece.text)
        .join('');
      expect(title.replace(/\s/g, '')).toBe(rest.replace(/\s/g, ''));
    }),
    { numRuns: 500 },
  );
});

test('what cannot be seen is no title', () => {
  for (const text of ['', '   ', '\u200b\u200b', '\u202e \ufeff'])
    expect(parse(text, reading()).title).toBe('');
  expect(parse('\u200fשלום', reading()).title).toBe('\u200fשלום');
});
