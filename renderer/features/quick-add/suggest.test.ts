import { expect, test } from 'vitest';
import { suggest } from './suggest.ts';

const PEOPLE = [
  { id: '1', name: 'Sanne de Wit' },
  { id: '2', name: 'Tomás Reyes' },
];
const DATES = ['today', 'tomorrow', 'tomorrow 9am', 'next monday'];
const labels = (line: string, caret = line.length): string[] =>
  suggest(line, caret, PEOPLE, DATES).map((one) => one.text);

test('people behind a plus, by any of their names, without accents', () => {
  expect(labels('x +')).toEqual(['+Sanne de Wit', '+Tomás Reyes']);
  expect(labels('x +tom')).toEqual(['+Tomás Reyes']);
  expect(labels('x +rey')).toEqual(['+Tomás Reyes']);
  expect(labels('1+1')).toEqual([]);
});

test('dates from the third letter on, at the end of a word', () => {
  expect(labels('call to')).toEqual([]);
  expect(labels('call tom')).toEqual(['tomorrow', 'tomorrow 9am']);
  expect(labels('call next mo')).toEqual(['next monday']);
  expect(labels('call tomx', 8)).toEqual([]);
  expect(suggest('call tom', 8, PEOPLE, DATES)[0]?.from).toBe(5);
});
