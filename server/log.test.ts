import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LogFile, createLog } from './log.ts';

test('secrets are masked by name and by value, and a line stays a line', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) }, ['the-launch-key']);
  log.info(
    { token: 'a-token', headers: { 'x-taskflow-launch': 'b-key', agent: 'x\r\n{"level":60}' } },
    'uses the-launch-key',
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/a-token|b-key|the-launch-key/);
  expect(lines[0]?.match(/\n/g)).toHaveLength(1);
});

test('what an error carries is masked too; its message and what is no secret stay', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const failure = Object.assign(new Error('refused'), {
    token: 'a-token',
    code: 'EREFUSED',
    config: { password: 'b-word' },
  });
  const kept = { a: { b: { cookie: 'c-cookie', other: 'seen' } } };
  log.error({ err: failure, ...kept }, 'failed');
  log.error({ err: 'only a text' }, 'failed');
  expect(lines.join('')).not.toMatch(/a-token|b-word|c-cookie/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { message: 'refused', code: 'EREFUSED', stack: expect.stringContaining('log.test') as string },
    a: { b: { other: 'seen' } },
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ err: 'only a text' });
  expect([failure.token, kept.a.b.cookie]).toEqual(['a-token', 'c-cookie']);
});

test('a log file is for its owner, is turned, and keeps three', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-log-'));
  const file = new LogFile(folder);
  const line = `${'x'.repeat(1024 * 1024)}\n`;
  for (let i = 0; i < 30; i++) file.write(line);
  file.close();
  expect(readdirSync(folder).sort((a, b) => a.localeCompare(b))).toEqual([
    'taskflow.log',
    'taskflow.log.1',
    'taskflow.log.2',
    'taskflow.log.3',
  ]);
  expect(statSync(path.join(folder, 'taskflow.log')).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

test('where no log can be kept, the app goes on', () => {
  const file = new LogFile('/dev/null/logs');
  expect(() => file.write('x')).not.toThrow();
});
