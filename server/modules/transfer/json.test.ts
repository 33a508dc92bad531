import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './json.ts';

test('any object is read as JSON.parse reads it, indented or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.integer({ min: 0, max: 3 }),
      async (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        expect((await parseJson(text)).value).toEqual(JSON.parse(text));
      },
    ),
  );
});

test('whatever JSON.parse refuses is refused, and the other way round', async () => {
  const text = JSON.stringify({ a: [{ b: 'x"\\y' }, 2], c: { d: [null] }, e: 1.5 });
  const cuts = fc.tuple(
    fc.nat(text.length),
    fc.nat(3),
    fc.constantFrom('', ',', '}', ']', '"', ':', '[', '{', '0'),
  );
  await fc.assert(
    fc.asyncProperty(cuts, async ([at, gone, put]) => {
      const damaged = text.slice(0, at) + put + text.slice(at + gone);
      const read = await parseJson(damaged).then(
        (file) => file.value,
        (error: unknown) => (error as { code: string }).code,
      );
      let expected: unknown = 'IMPORT_INVALID';
      try {
        const value: unknown = JSON.parse(damaged);
        if (typeof value === 'object' && !Array.isArray(value)) expected = value;
      } catch {
        // stays refused
      }
      expect(read).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('the line of a mistake and of a record are known', async () => {
  await expect(parseJson('{\n"tasks":[\n{"a":1},\n{"a":}\n]}')).rejects.toMatchObject({
    details: { line: 4 },
  });
  await expect(parseJson('{"a":'.repeat(100) + '1' + '}'.repeat(100))).rejects.toMatchObject({
    code: 'IMPORT_INVALID',
  });
  const { lineOf } = await parseJson('{\n"tasks":[\n{"a":1},\n\n{"a":2}\n]}');
  expect([lineOf('tasks', 0), lineOf('tasks', 1)]).toEqual([3, 5]);
});

test.each([
  ['[{"id": 1}]', 'JSON_OTHER', 1],
  ['\n\ntitle,status\nx,todo', 'JSON_OTHER', 3],
  ['"text"', 'JSON_OTHER', 1],
  ['{"a": 1,\n "b" 2}', 'JSON_INCOMPLETE', 2],
  ['{"a": [1', 'JSON_INCOMPLETE', 1],
])('%j is refused for what it is', async (text, reason, line) => {
  await expect(parseJson(text)).rejects.toMatchObject({ code: 'IMPORT_INVALID', details: { reason, line } });
});
