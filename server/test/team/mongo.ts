import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { inject } from 'vitest';

/** Why tests of MongoDB are skipped; null where one runs. */
export const withoutMongo = (() => {
  const mongo = inject('mongo');
  return mongo.kind === 'none' ? mongo.why : null;
})();

/** Whether tests may start and kill a MongoDB of their own. */
export const ownMongo = inject('mongoProgram');

/** A database of a test's own in the MongoDB of all. Give it back with `drop`. */
export function freshMongo(): { readonly url: string; readonly drop: () => Promise<void> } {
  const mongo = inject('mongo');
  if (mongo.kind === 'none') throw new Error(mongo.why);
  const [server, options] = mongo.url.split('?');
  const hosts = /^mongodb(?:\+srv)?:\/\/[^/]+/.exec(server ?? '')?.[0] ?? '';
  const url = `${hosts}/test_${randomBytes(6).toString('hex')}${options ? `?${options}` : ''}`;
  const drop = async (): Promise<void> => {
    const client = await MongoClient.connect(url);
    await client.db().dropDatabase();
    await client.close();
  };
  return { url, drop };
}
