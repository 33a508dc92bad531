import { expect, test } from 'vitest';
import { ManualTime } from '../test/manual-time.ts';
import { watchNetwork } from './network-watch.ts';

test('another network and a sleep are told once each; nothing else is', async () => {
  const time = new ManualTime('2026-11-26T04:00:00Z');
  const pass = (ms: number): Promise<void> => time.advance(ms, () => Promise.resolve());
  let slept = 0;
  let addresses = '192.168.1.7';
  const told: number[] = [];
  const stop = watchNetwork({
    clock: { now: () => time.now() + slept },
    timer: time,
    addresses: () => addresses,
    onChange: () => told.push(time.now()),
  });
  await pass(60_000);
  expect(told).toHaveLength(0);
  addresses = '10.0.0.3';
  await pass(60_000);
  expect(told).toHaveLength(1);
  // The lid was closed for an hour.
  slept = 3_600_000;
  await pass(60_000);
  expect(told).toHaveLength(2);
  stop();
  addresses = '';
  await pass(60_000);
  expect(told).toHaveLength(2);
});
