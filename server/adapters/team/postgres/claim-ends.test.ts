import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../../build/test-services/postgres.ts';
import { CLAIM_LIVES_MS, type Begun, type Claim } from '../../../ports/idempotency.ts';
import { FaultyProxy } from '../../../../build/test-services/proxy.ts';
import { openPostgres, type Postgres } from './index.ts';

const HASH = 'b25l';
const DONE = { status: 201, body: '{}' };
/** Well before a claim would run out by itself. */
const SOON_MS = CLAIM_LIVES_MS / 3;

let server: TestPostgres;
let network: FaultyProxy;
let team: Postgres;
/** Past the network. */
let direct: Postgres;
const ann = randomUUID();

beforeAll(async () => {
  server = await startPostgres();
  await server.server.createDatabase('team');
  network = await FaultyProxy.start(server.port);
  const options = { poolSize: 5, prepared: true, onError: () => undefined, generations: null };
  const url = new URL(server.url('team'));
  direct = await openPostgres({ ...options, url: url.href });
  url.port = String(network.port);
  team = await openPostgres({ ...options, url: url.href });
  const user = `INSERT INTO users (id, email, password_hash) VALUES ($1, 'ann@example.org', 'x')`;
  await direct.database.rows({ name: '', text: user }, [ann]);
}, 60_000);
afterAll(async () => {
  await team.close();
  await direct.close();
  await network.close();
  await server.stop();
});

async function claimOf(key: string): Promise<Claim> {
  const begun = await team.idempotency.begin(ann, key, HASH);
  if (begun.kind !== 'begun') throw new Error(`expected a claim, got ${begun.kind}`);
  return begun.claim;
}

/** Asks again until the first request is no longer thought to run. */
async function untilEnded(key: string): Promise<Begun> {
  const end = performance.now() + SOON_MS;
  for (;;) {
    const begun = await team.idempotency.begin(ann, key, HASH).catch(() => null);
    if (begun && begun.kind !== 'running') return begun;
    if (performance.now() > end) throw new Error('the key is still taken');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('claims that end while PostgreSQL is away end when it is back: freed, or with their answer', async () => {
  const [failed, done] = [await claimOf('failed'), await claimOf('done')];
  network.turn({ refuses: true });
  network.cut();
  await Promise.all([failed.abandon(), done.finish(DONE)]);
  network.turn();
  expect((await untilEnded('failed')).kind).toBe('begun');
  expect(await untilEnded('done')).toEqual({ kind: 'answered', answer: DONE });
}, 60_000);

test('while PostgreSQL hangs nobody waits for the end of a claim', async () => {
  const claim = await claimOf('hangs');
  network.turn({ held: ['up'] });
  const began = performance.now();
  await claim.abandon();
  expect(performance.now() - began).toBeLessThan(2_000);
  network.turn();
  expect((await untilEnded('hangs')).kind).toBe('begun');
}, 60_000);

test('a claim of which the answer was lost is nobody’s, and is freed', async () => {
  network.turn({ held: ['down'] });
  const lost = team.idempotency.begin(ann, 'lost', HASH);
  lost.catch(() => undefined);
  const taken = `SELECT 1 FROM idempotency WHERE key = 'lost'`;
  while ((await direct.database.rows({ name: '', text: taken }, [])).length === 0);
  network.cut();
  network.turn();
  await expect(lost).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect((await untilEnded('lost')).kind).toBe('begun');
}, 60_000);
