import { expect, test } from 'vitest';
import { systemTimer } from '../../../ports/timer.ts';
import { openFresh } from '../../../test/team/database.ts';
import { eventOf, happen } from '../../../test/team/events.ts';
import { Follower } from '../follower.ts';
import { renewEpoch } from './epoch.ts';
import { Feed } from './feed.ts';
import { openPostgres, type Postgres } from './index.ts';

test('a dump in another cluster is followed again after its epoch was renewed, old rows and new', async () => {
  const { database, url, close } = await openFresh();
  const rows = (text: string) => database.rows<Record<string, string>>({ name: '', text }, []);
  const made = Array.from({ length: 20 }, () => eventOf());
  await happen(database, made);
  // What a restored dump looks like: numbers of transactions that this cluster will not reach for long.
  await rows(`UPDATE changes SET xid = (xid::text::bigint + 5000000)::text::xid8`);
  const feed = new Feed(database, 'events');
  await feed.register();
  await rows(`UPDATE relay SET xid = '4000000', id = 7`);
  await happen(database, [eventOf()]);
  await rows(
    `DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I RESET ALL', current_database()); END $$`,
  );
  const [old] = await rows('SELECT epoch, instance_id FROM meta');
  // A transaction of another test in the same PostgreSQL may hold it back.
  await expect.poll(() => feed.read({ xid: '0', id: '0' }, 100), { timeout: 20_000 }).toHaveLength(1);

  await renewEpoch({ url, onError: () => undefined });
  const [renewed] = await rows('SELECT epoch, instance_id FROM meta');
  expect(renewed?.['epoch']).not.toBe(old?.['epoch']);
  expect(renewed?.['instance_id']).toBe(old?.['instance_id']);

  const [limits] = await rows(
    `SELECT array_to_string(setconfig, ' ') AS set FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
     WHERE d.datname = current_database()`,
  );
  expect(limits?.['set']).toContain('statement_timeout=5s');

  const seen = new Set<string>();
  await happen(database, [eventOf()]);
  await new Promise<void>((resolve, reject) => {
    const follower = new Follower({
      feed,
      timer: systemTimer,
      onError: reject,
      handle: (changes) => {
        for (const { event_id } of changes) seen.add(event_id);
        if (seen.size === 22) void follower.stop().then(resolve);
        return Promise.resolve();
      },
    });
    follower.start();
  });
  for (const { id } of made) expect(seen).toContain(id);
  await close();
});

const openOn = (url: string, told: unknown[] = []): Promise<Postgres> =>
  openPostgres({
    url,
    poolSize: 2,
    prepared: true,
    generations: null,
    onError: (error) => void told.push(error),
  });

test('a server that opens another database than it was renews its epoch, and of five at once one does', async () => {
  const { database, url, close } = await openFresh();
  const rows = (text: string) => database.rows<Record<string, string>>({ name: '', text }, []);
  const first = await openOn(url);
  const { epoch } = first.meta();
  await first.close();
  const again = await openOn(url);
  expect(again.meta().epoch).toBe(epoch);
  await again.close();
  const restored = [
    `UPDATE meta SET system_identifier = '7'`,
    'UPDATE meta SET timeline_id = timeline_id + 1',
    `UPDATE changes SET xid = (xid::text::bigint + 5000000)::text::xid8`,
  ];
  await happen(database, [eventOf()]);
  let before = epoch;
  for (const change of restored) {
    await rows(change);
    const told: unknown[] = [];
    const servers = await Promise.all(Array.from({ length: 5 }, () => openOn(url, told)));
    const epochs = new Set(servers.map((server) => server.meta().epoch));
    expect([epochs.size, epochs.has(before)], change).toEqual([1, false]);
    expect(String(told[0])).toContain('not the one it was');
    expect(told).toHaveLength(1);
    [before = ''] = epochs;
    for (const server of servers) await server.close();
  }
  const [meta] = await rows('SELECT epoch, system_identifier AS system FROM meta');
  expect(meta?.['epoch']).toBe(before);
  expect(meta?.['system']).not.toBe('7');
  await close();
});
