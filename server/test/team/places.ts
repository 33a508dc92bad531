import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import pg from 'pg';

/** Everything that a team's stores hold, as text, by where it lies: for looking whether something is there that must not be. */
export async function placesOf(stores: {
  readonly databaseUrl: string;
  readonly mongodbUrl: string | null;
  readonly redisUrl: string;
}): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  await tables(stores.databaseUrl, places);
  if (stores.mongodbUrl !== null) await collections(stores.mongodbUrl, places);
  await keys(stores.redisUrl, places);
  return places;
}

async function tables(url: string, places: Map<string, string>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const { name } of rows) {
    const table = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
    places.set(`PostgreSQL ${name}`, table.rows.map(({ row }) => row).join('\n'));
  }
  await client.end();
}

async function collections(url: string, places: Map<string, string>): Promise<void> {
  const client = await MongoClient.connect(url);
  for (const { name } of await client.db().listCollections().toArray()) {
    const documents = await client.db().collection(name).find().toArray();
    places.set(`MongoDB ${name}`, JSON.stringify(documents));
  }
  await client.close();
}

/** What lies under a name: a text, or the members of a sorted set; another type throws, so that none is passed over unseen. */
async function valueOf(redis: Redis, name: string): Promise<string> {
  if ((await redis.type(name)) === 'zset') return (await redis.zrange(name, '0', '-1')).join('\n');
  return (await redis.getBuffer(name))?.toString('latin1') ?? '';
}

/** Names and values. */
async function keys(url: string, places: Map<string, string>): Promise<void> {
  const redis = new Redis(url);
  const found: string[] = [];
  for await (const names of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>)
    for (const name of names) found.push(name, await valueOf(redis, name));
  places.set('Redis', found.join('\n'));
  redis.disconnect();
}
