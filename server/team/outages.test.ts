import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { outageLog } from './outages.ts';

test('failures of one kind are one line, those of another are another', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const tell = outageLog(log.warn.bind(log), 'away');
  const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  for (const error of [away, away, new Error('other'), away, 'no error at all']) tell(error);
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['away', 'away', 'away']);
});
