import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Columns, guardCell, readCsv, unguardCell } from './csv.ts';
import { plain, plainFile } from './draft.ts';

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['lone CR', '\r'],
])('rows and their lines are the same with %s', async (_, end) => {
  const rows = await readCsv(['a,b', '"1\n2","say ""hi"""', '', '3,', '"4",x'].join(end));
  expect(rows).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1\n2', 'say "hi"'] },
    { line: 5, cells: ['3', ''] },
    { line: 6, cells: ['4', 'x'] },
  ]);
});

test.each([
  ['semicolons', 'Titel;Text\nKaufen, dann essen, schlafen;x'],
  ['tabs', 'Titel\tText\nKaufen, dann essen, schlafen\tx'],
  ['a byte order mark', '\uFEFFTitel;Text\nKaufen, dann essen, schlafen;x'],
  [
    'UTF-16 read as bytes',
    `ÿþ${'Titel;Text\nKaufen, dann essen, schlafen;x'
      .split('')
      .map((c) => `${c}\0`)
      .join('')}`,
  ],
])('%s are found by the first line', async (_, text) => {
  expect((await readCsv(text)).map((row) => row.cells)).toEqual([
    ['Titel', 'Text'],
    ['Kaufen, dann essen, schlafen', 'x'],
  ]);
});

test.each([
  ['a quote that never closes', 'a,b\n1,2\n"3\n4,5\n', 3],
  ['text behind a quote', 'a\n"x\ny"\n"1"2\n', 4],
  ['nothing', ' \n\n', undefined],
])('%s names its line', async (_, text, line) => {
  await expect(readCsv(text)).rejects.toMatchObject({
    code: 'IMPORT_INVALID',
    ...(line !== undefined && { details: { line } }),
  });
});

test('a column missing is empty, one given twice is the first, cells beyond the header are kept', () => {
  const columns = new Columns(['Title', 'title', '']);
  const row = { line: 2, cells: ['one', 'two', 'three', 'four'] };
  expect([columns.cell(row, 'TITLE'), columns.cell(row, 'Due')]).toEqual(['one', '']);
  expect(JSON.parse(columns.raw(row))).toEqual({
    Title: 'one',
    title: 'two',
    '#3': 'three',
    '#4': 'four',
  });
});

test('a guarded cell cannot run, and comes back as it was', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^'{0,2}[=+\-@\t\r\nab]{0,4}/), (text) => {
      expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguardCell(guardCell(text))).toBe(text);
    }),
  );
});

test('any cells, written by RFC 4180, are read as they were', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', ' ', 'ü', '😀') });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (given) => {
      const table = given.map(([a, b]) => ['x', a, b]);
      const text = [
        'h,i,j',
        ...table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')),
      ];
      expect((await readCsv(text.join('\n'))).slice(1).map((row) => row.cells)).toEqual(table);
    }),
  );
});

test.each(['\r\n', '\r\r\n', '😀', '\0', 'x\n'])(
  'a large file is read in slices that cut no %j',
  async (sign) => {
    for (let from = (1 << 20) - 4; from <= 1 << 20; from++) {
      const text = `${'a'.repeat(from)}${sign.repeat(5)}b`;
      expect((await plainFile(text)) === plain(text)).toBe(true);
    }
  },
);
