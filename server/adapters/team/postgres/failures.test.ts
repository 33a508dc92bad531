import { expect, test } from 'vitest';
import { AppError } from '../../../errors.ts';
import { openFresh } from '../../../test/team/database.ts';
import { asAppError, isBroken, isRetryable } from './failures.ts';

const failed = (code: string): Error => Object.assign(new Error('as the server says it'), { code });

test('what the database’s state is, in the application’s terms; what is wrong with a statement, as it is', () => {
  const codeOf = (error: unknown): string | null => {
    const mapped = asAppError(error);
    return mapped instanceof AppError ? mapped.code : null;
  };
  for (const code of ['ECONNREFUSED', '57P01', '57P03', '08006', '53200', '53300', '25006'])
    expect(codeOf(failed(code)), code).toBe('STORE_UNAVAILABLE');
  for (const code of ['57014', '55P03', '25P03']) expect(codeOf(failed(code)), code).toBe('TIMED_OUT');
  expect(codeOf(failed('53100'))).toBe('DISK_FULL');
  for (const message of ['Query read timeout', 'Connection terminated unexpectedly'])
    expect(codeOf(new Error(message)), message).toBe('STORE_UNAVAILABLE');
  for (const code of ['23505', '42601', '22P02']) expect(codeOf(failed(code)), code).toBeNull();
  // A value that a person sent may be quoted in what the server says.
  expect(codeOf(Object.assign(new Error('invalid input: "timeout"'), { code: '22P02' }))).toBeNull();
});

test('a connection is kept after an answer, and given up when nobody knows what it does', () => {
  expect(isBroken(failed('23505'))).toBe(false);
  expect(isBroken(asAppError(failed('57014')))).toBe(false);
  expect(isBroken(asAppError(failed('57P01')))).toBe(true);
  expect(isBroken(asAppError(new Error('Query read timeout')))).toBe(true);
  expect(isRetryable(failed('40P01'))).toBe(true);
});

test('a deadlock is tried again; a reader that stops early gives its connection back', async () => {
  const { database, close } = await openFresh(2);
  const run = (text: string) => ({ name: '', text });
  await database.rows(run('CREATE TABLE pairs (id integer PRIMARY KEY, n integer NOT NULL)'), []);
  await database.rows(run('INSERT INTO pairs VALUES (1, 0), (2, 0)'), []);
  let tries = 0;
  let meet: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (meet = resolve));
  const cross = (first: number, second: number) =>
    database.transaction(async (tx) => {
      tries++;
      await tx.rows(run('UPDATE pairs SET n = n + 1 WHERE id = $1'), [first]);
      if (tries === 2) meet();
      await both;
      await tx.rows(run('UPDATE pairs SET n = n + 1 WHERE id = $1'), [second]);
    });
  await Promise.all([cross(1, 2), cross(2, 1)]);
  // Two that met, and one that was told to try again; what is tried again may meet the other once more.
  expect(tries).toBeGreaterThan(2);
  expect(await database.rows(run('SELECT n FROM pairs ORDER BY id'), [])).toEqual([{ n: 2 }, { n: 2 }]);

  for (let round = 0; round < 4; round++)
    for await (const row of database.stream<{ n: number }>('SELECT generate_series(1, 100) AS n', [], 7)) {
      expect(row.n).toBeGreaterThan(0);
      if (row.n === 9) break;
    }
  const all: number[] = [];
  for await (const { n } of database.stream<{ n: number }>('SELECT generate_series(1, 21) AS n', [], 7))
    all.push(n);
  expect(all).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  await close();
});
