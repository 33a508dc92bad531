import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { Issue } from '../contract/errors.ts';
import { ISSUES } from '../contract/issues.ts';
import type { Route } from '../contract/route.ts';
import { ROUTES } from '../contract/routes.ts';
import { sentence, type Sentences } from '../contract/sentences.ts';
import { AppError } from '../errors.ts';
import { parse } from './input.ts';

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

const ID = '0197c0f4-3f9e-7d3a-8f57-0b1c2d3e4f50';
const SECRET = 'k'.repeat(43);

/** What fits where JSON Schema does not say enough. */
const FITTING: Record<string, unknown> = {
  email: 'ada@example.org',
  tz: 'Europe/Berlin',
  password: 'correct horse',
  next: SECRET,
  refreshToken: `${ID}.${SECRET}`,
};

/** Every value that a part of a route takes at least, one for each of its shapes. */
function fittingOf(schema: Json, name = ''): unknown[] {
  const some = (schema['oneOf'] ?? schema['anyOf']) as Json[] | undefined;
  if (some) return some.flatMap((one) => fittingOf(one, name));
  if (schema['type'] === 'object') {
    const fields = (schema['properties'] ?? {}) as Record<string, Json>;
    const each = Object.entries(fields).map(([key, field]) => [key, fittingOf(field, key)[0]] as const);
    return [Object.fromEntries(each.filter(([, value]) => value !== undefined))];
  }
  if (schema['type'] === 'array') return [fittingOf(schema['items'] as Json, name)];
  if ('const' in schema) return [schema['const']];
  if (schema['enum']) return [(schema['enum'] as unknown[])[0]];
  if (name in FITTING) return [FITTING[name]];
  return [byType(schema)];
}

function byType({ type, format, pattern, not }: Json): unknown {
  if (not) return undefined;
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (format === 'uuid') return ID;
  if (format === 'date-time') return '2026-03-12T09:00:00.000Z';
  if (typeof pattern !== 'string') return 'fits';
  const tried = ['1', 'a0', '22:00', 'en-GB', 'https://a.org/me.png', 'fits', SECRET, '0A'.repeat(32)];
  return tried.find((text) => new RegExp(pattern, 'u').test(text)) ?? 'fits';
}

/** Every place within a value: the whole, its fields, their entries. */
function placesOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Array.isArray(value)
    ? value.map((one, index) => [index, one] as const)
    : Object.entries(value);
  return [at, ...inner.flatMap(([key, one]) => placesOf(one, [...at, key]))];
}

/** The same with something else at a place; undefined: without it. */
function withAt(value: unknown, [key, ...rest]: Path, wrong: unknown): unknown {
  if (key === undefined) return wrong;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Json) }) as Json;
  const put = withAt((value as Json)[key], rest, wrong);
  if (put === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = put;
  return copy;
}

const WRONG: Record<string, unknown> = {
  nothing: undefined,
  null: null,
  'a number': 5,
  'a fraction': 1.5,
  'a negative number': -1,
  'a number out of range': 1e300,
  'a flag': true,
  'empty text': '',
  'a word': 'rubbish',
  'long text': 'x'.repeat(66_000),
  'long text of names': `a${'-b'.repeat(3000)}`,
  'NaN as text': 'NaN',
  Infinity: 'Infinity',
  'an exponent': '1e3',
  'many digits': '99999999999999999999',
  'a broken id': `${ID}x`,
  'a day that is none': '2026-02-30T00:00:00Z',
  'a year that is too early': '0999-01-01T00:00:00Z',
  'an address without @': 'ada.example.org',
  'an address of nobody': 'ada@x.invalid',
  'NUL in it': 'a\0b',
  'half a pair': 'a\ud800',
  'an empty list': [],
  'a list': ['rubbish'],
  'a long list': Array.from({ length: 501 }, () => ID),
  'an empty object': {},
  'an object': { rubbish: 1 },
  'an object with a long name': { ['n'.repeat(5000)]: 1 },
};

const PLACES = /\{\{(\w+)(?:, \w+)?\}\}/g;

/** What the sentence of a code names. */
function namedBy(code: Issue['code']): string[] {
  const sentences: Sentences = ISSUES;
  const text = sentences[code] ?? sentences[`${code}_other`] ?? '';
  return [...text.matchAll(PLACES)].map(([, name = '']) => name).sort();
}

/** What is wrong, checked for how it is said; none: it was taken. */
function issuesOf(schema: z.ZodMiniType, value: unknown): Issue[] {
  try {
    parse(schema, value);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('VALIDATION');
    const issues = z.parse(z.array(Issue).check(z.minLength(1)), error.details);
    for (const { code, params, message, path } of new Map(issues.map((one) => [one.code, one])).values()) {
      expect(code).not.toBe('NOT_EXPECTED');
      expect(message).toBe(sentence(ISSUES, { code, params }));
      expect(Object.keys(params ?? {}).sort()).toEqual(namedBy(code));
      expect(message).not.toMatch(/\{\{|undefined|Invalid| $|: $|, ,/);
      expect(path.length).toBeLessThan(400);
    }
    const { path, message } = issues[0] as Issue;
    expect(error.message).toBe(path ? `${path}: ${message}` : `The input ${message}.`);
    return issues;
  }
}

/** Whether an issue is about a place: it, what was put into it, or what is around it. */
function isAbout({ path, code, params }: Issue, place: Path): boolean {
  const name = place.join('.');
  if (code === 'ONE_NEEDED' && path === '')
    return place.length === 0 || [params?.['names']].flat().includes(name);
  return path === name || path.startsWith(`${name}.`) || name.startsWith(`${path}.`) || name === '';
}

const isRefused = (schema: z.ZodMiniType, value: unknown, place: Path, put: unknown): boolean =>
  issuesOf(schema, withAt(value, place, put)).some(({ path }) => path === place.join('.'));

const parts = (route: Route) =>
  (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema: z.ZodMiniType | undefined = route[part];
    return schema ? [{ name: `${part} of ${route.id}`, schema }] : [];
  });

describe.each(ROUTES.flatMap(parts))('$name', ({ schema }) => {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json;
  const named = (json['$defs'] ?? {}) as Record<string, Json>;
  const inlined = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inlined);
    if (typeof value !== 'object' || value === null) return value;
    const ref = (value as Json)['$ref'];
    if (typeof ref === 'string') return inlined(named[ref.replace('#/$defs/', '')]);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inlined(one)]));
  };
  const fitting = fittingOf(inlined(json) as Json);

  test('takes what fits', () => {
    for (const value of fitting) expect(issuesOf(schema, value), JSON.stringify(value)).toEqual([]);
  });

  test('says of what is wrong where and what, in sentences of the list', () => {
    for (const value of fitting)
      for (const place of placesOf(value))
        for (const wrong of Object.values(WRONG))
          for (const issue of issuesOf(schema, withAt(value, place, wrong))) {
            if (!isAbout(issue, place)) expect.fail(`${issue.path} ${issue.code} for ${place.join('.')}`);
            if (issue.path !== place.join('.')) continue;
            // What is said to fit does: as text, or as what the text stands for.
            const { known, example } = issue.params ?? {};
            for (const fit of [known, example].flat().filter((one) => one !== undefined))
              if ([fit, fit === 'true'].every((one) => isRefused(schema, value, place, one)))
                expect.fail(`${issue.path}: ${String(fit)} is said to fit`);
          }
  });
});

const id = `${ID.slice(0, -1)}g`;
test.each<[Route['id'], unknown, string[]]>([
  ['readNotifications', {}, ['The input needs one of these: ids, all.']],
  ['readNotifications', { ids: [] }, ['ids must have at least 1 entry.']],
  ['readNotifications', { ids: [id] }, ['ids.0 must look like 01970000-0000-7000-8000-000000000000.']],
  ['readNotifications', { all: false }, ['all must be one of: true.']],
  [
    'runDoctor',
    { databaseUrl: 5 },
    ['databaseUrl must be text.', 'mongodbUrl is missing.', 'redisUrl is missing.'],
  ],
  ['addWorkspace', { kind: 'x' }, ['kind must be one of: team, databases.']],
  ['refresh', { refreshToken: `${ID}.${SECRET}` }, ['next is missing.']],
  ['bulkTasks', {}, ['The input must be a list.']],
  [
    'updateTask',
    { version: '1', dueDate: 'soon' },
    ['dueDate must be a time like 2026-03-12T09:00:00.000Z.', 'version must be a whole number.'],
  ],
  [
    'createTask',
    { title: '', assigneeId: null, rank: '-' },
    ['title needs at least 1 character.', 'rank must look like a0.'],
  ],
  [
    'importTasks',
    { format: 'csv', content: '', mapping: { columns: { due: 'x' } } },
    ['mapping.columns.due is not known here.'],
  ],
])('%s %j reads as a sentence', (name, body, sentences) => {
  const issues = issuesOf(ROUTES.find((route) => route.id === name)?.body as z.ZodMiniType, body);
  expect(issues.map(({ path, message }) => `${path || 'The input'} ${message}.`)).toEqual(sentences);
});

test('a filter by person says whom it takes', () => {
  const { query } = ROUTES.find((route) => route.id === 'listTasks') as Route;
  expect(issuesOf(query as z.ZodMiniType, { assigneeId: ['nobody'] })).toMatchObject([
    { path: 'assigneeId.0', message: 'must be an id, or one of: me, none' },
  ]);
});
