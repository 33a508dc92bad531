import { expect, test } from 'vitest';
import { systemTimer } from '../../../ports/timer.ts';
import { openFresh } from '../../../test/team/database.ts';
import { Signals } from './signals.ts';

const heard = (signals: Signals): Promise<void> =>
  new Promise((resolve) => {
    const end = signals.subscribe(() => {
      end();
      resolve();
    });
  });

test('a write at one server wakes followers at another, also after its connection was cut', async () => {
  const { database, url, close } = await openFresh();
  const failures: unknown[] = [];
  const onError = (error: unknown): void => void failures.push(error);
  const timer = { after: (ms: number, run: () => void) => systemTimer.after(Math.min(ms, 50), run) };
  const writer = new Signals({ database, directUrl: null, timer, onError });
  const listener = new Signals({ database, directUrl: url, timer, onError });
  // It tells once when it begins to listen.
  await heard(listener);
  const own = heard(writer);
  const other = heard(listener);
  writer.wrote();
  await Promise.all([own, other]);

  const again = heard(listener);
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
  await database.rows({ name: '', text: cut }, []);
  await again;
  const later = heard(listener);
  writer.wrote();
  await later;
  expect(failures.length).toBeGreaterThan(0);
  await writer.close();
  await listener.close();
  await close();
});

test('many writes make few signals', async () => {
  const asked: string[] = [];
  let fire: () => void = () => undefined;
  const signals = new Signals({
    database: { rows: ({ text }) => Promise.resolve(void asked.push(text) as never) },
    directUrl: null,
    timer: { after: (_, run) => ((fire = run), () => undefined) },
    onError: () => undefined,
  });
  for (let write = 0; write < 1_000; write++) signals.wrote();
  fire();
  expect(asked).toEqual(['NOTIFY taskflow_changes']);
  await signals.close();
});
