import { BSON } from 'mongodb';
import { listening, type Listening } from './listening.ts';

/*
 * Databases that cannot be had here any more, as far as the doctor asks them anything: what they say of themselves, in their
 * own protocols.
 */

/** What a server answers with to the next whole message of a client, and how much that took; null: not whole yet. */
type Speak = (heard: Buffer) => { readonly taken: number; readonly said: Buffer } | null;

const speaking = (newTalk: () => Speak): Promise<Listening> =>
  listening((socket) => {
    const speak = newTalk();
    let heard = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      for (let talk = speak(heard); talk; talk = speak(heard)) {
        heard = heard.subarray(talk.taken);
        socket.write(talk.said);
      }
    });
  });

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int16 = (value: number): Buffer => int32(value).subarray(2);

/** A message of PostgreSQL's protocol, version 3. */
const pgMessage = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
};

/** A PostgreSQL that lets everybody in and answers every query with one row about itself. */
export function oldPostgres(version: string, number: number): Promise<Listening> {
  // Names, values, and the object ids of int4, text, bool.
  const row = [
    ['version', String(number), 23],
    ['name', version, 25],
    ['encoding', 'UTF8', 25],
    ['onlyReads', 'f', 16],
    ['mayCreate', 't', 16],
    ['isTeam', 'f', 16],
  ] as const;
  const fields = row.map(([name, , oid]) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(oid), int16(-1), int32(-1), int16(0)]),
  );
  const values = row.map(([, value]) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  const ready = pgMessage('Z', Buffer.from('I'));
  const rows = Buffer.concat([
    pgMessage('T', int16(row.length), ...fields),
    pgMessage('D', int16(row.length), ...values),
    pgMessage('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
  return speaking(() => {
    let isIn = false;
    return (heard) => {
      const start = isIn ? 1 : 0;
      if (heard.length < start + 4) return null;
      const taken = start + heard.readInt32BE(start);
      if (heard.length < taken) return null;
      const said = isIn ? rows : Buffer.concat([pgMessage('R', int32(0)), ready]);
      isIn = true;
      return { taken, said };
    };
  });
}

/** A Redis that has nothing, and says how old it is. */
export const oldRedis = (version: string): Promise<Listening> =>
  speaking(() => (heard) => {
    // *2\r\n$3\r\nGET\r\n$4\r\nname\r\n
    const lines = heard.toString('latin1').split('\r\n');
    const parts = Number(/^\*(\d+)$/.exec(lines[0] ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(parts) || lines.length < 2 * parts + 2) return null;
    const taken = lines.slice(0, 2 * parts + 1).join('\r\n').length + 2;
    const info = `redis_version:${version}\r\n`;
    const answers: Readonly<Record<string, string>> = {
      GET: '$-1\r\n',
      INFO: `$${info.length}\r\n${info}\r\n`,
    };
    return { taken, said: Buffer.from(answers[(lines[2] ?? '').toUpperCase()] ?? '+OK\r\n') };
  });

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

/** A MongoDB of a wire version; `find` is what it says to a look into a collection. */
export function oldMongodb(version: string, maxWireVersion: number, find: object = {}): Promise<Listening> {
  const hello = {
    ismaster: true,
    helloOk: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    minWireVersion: 0,
    maxWireVersion,
    ok: 1,
  };
  const answerTo = (command: object): object => {
    if ('buildInfo' in command) return { version, ok: 1 };
    if ('find' in command)
      return { cursor: { id: BSON.Long.ZERO, ns: 'x.event_logs', firstBatch: [] }, ok: 1, ...find };
    return 'hello' in command || 'ismaster' in command || 'isMaster' in command ? hello : { ok: 1 };
  };
  return speaking(() => (heard) => {
    const taken = heard.length < 4 ? Infinity : heard.readInt32LE(0);
    if (heard.length < taken) return null;
    const request = heard.readInt32LE(4);
    const isQuery = heard.readInt32LE(12) === OP_QUERY;
    // A query has flags, the name of a collection and two numbers before its document; a message flags and a kind.
    const start = isQuery ? heard.indexOf(0, 20) + 9 : 21;
    const length = heard.readInt32LE(start);
    const body = BSON.serialize(answerTo(BSON.deserialize(heard.subarray(start, start + length))));
    const before = Buffer.alloc(isQuery ? 20 : 5);
    if (isQuery) before.writeInt32LE(1, 16);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + before.length + body.length, 0);
    header.writeInt32LE(request, 8);
    header.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
    return { taken, said: Buffer.concat([header, before, body]) };
  });
}
