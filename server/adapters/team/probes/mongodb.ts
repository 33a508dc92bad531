import { MongoClient } from 'mongodb';
import type { Probed } from '../../../ports/probe.ts';
import { failedProbe, placeOf } from './network.ts';

const OLDEST = 6;

/** What wire versions below the driver's oldest belong to. */
const WIRE: Readonly<Record<string, string>> = { '5': '3.4', '6': '3.6', '7': '4.0' };

/** AuthenticationFailed, Unauthorized, AtlasError. */
const CODES: Readonly<Record<number, Probed['code']>> = {
  18: 'DATABASE_AUTH',
  13: 'DATABASE_RIGHTS',
  8000: 'DATABASE_AUTH',
};

/** Looks at a MongoDB, or what speaks its protocol. Nothing is changed. */
export async function probeMongodb(url: string, ms: number): Promise<Probed> {
  const facts = { product: 'MongoDB', ...placeOf(url, 27017) };
  try {
    const client = new MongoClient(url, {
      appName: 'taskflow-doctor',
      serverSelectionTimeoutMS: ms,
      connectTimeoutMS: ms,
      socketTimeoutMS: ms,
      maxPoolSize: 1,
    });
    // The driver goes on trying until its time is over. Of one host, why the first try failed is all that is asked here.
    const refused = new Promise<never>((_resolve, reject) => {
      if (client.options.hosts.length === 1)
        client.on('serverHeartbeatFailed', ({ failure }) => reject(failure));
    });
    refused.catch(() => undefined);
    try {
      return await Promise.race([look(client, facts), refused]);
    } finally {
      void client.close(true).catch(() => undefined);
    }
  } catch (error) {
    return refusal(error, facts);
  }
}

async function look(client: MongoClient, facts: Probed['facts']): Promise<Probed> {
  const { version } = (await client.db().command({ buildInfo: 1 })) as { version?: string };
  const major = Number.parseInt(version ?? '', 10);
  if (version && major < OLDEST) return { code: 'DATABASE_TOO_OLD', facts: { ...facts, version } };
  await client
    .db()
    .collection('event_logs')
    .findOne({}, { projection: { _id: 1 } });
  return { code: 'OK', facts };
}

function refusal(error: unknown, facts: Probed['facts']): Probed {
  // A server that the driver itself is too new for: it says so at the greeting, before any command.
  const wire = /reports maximum wire version (\d+)/.exec(String((error as Error).message))?.[1];
  if (wire) return { code: 'DATABASE_TOO_OLD', facts: { ...facts, version: WIRE[wire] ?? 'before 4.2' } };
  return failedProbe(error, CODES[(error as { code?: number }).code ?? 0] ?? null, facts);
}
