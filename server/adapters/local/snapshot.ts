import path from 'node:path';
import { breather } from './breathe.ts';
import { eventsFile, type EventIndex } from './event-index.ts';
import type { FileSystem } from './files.ts';
import { encodeFrame, encodeLine, HEADER_BYTES, type Place } from './frames.ts';
import { createFile, fileName, type LogPosition } from './log.ts';
import { SCHEMA, type FileHeader, type Meta, type Operation } from './operations.ts';
import { undoc, type Views } from './views.ts';

/** Payload bytes of one frame of a snapshot. */
const FRAME = 64 << 10;
const TEMPORARY = '.tmp';

/** Everything of a moment but events, as the operations that make it again. */
export function* operationsOf(moment: ReturnType<Views['moment']>): Generator<Operation> {
  for (const user of moment.users) yield { op: 'user', user: undoc(user) };
  for (const { userId, key, json } of moment.state)
    yield { op: 'state', userId, key, value: JSON.parse(json) as unknown };
  for (const notification of moment.notifications)
    yield { op: 'notification', notification: undoc(notification) };
  yield* moment.replica;
  // Before tasks: one of them may have been brought back.
  for (const id of moment.gone) yield { op: 'purge', id, gone: true };
  for (const task of moment.tasks) {
    const replica = moment.records.get(task._id);
    yield { op: 'task', task: undoc(task), ...(replica && { replica }) };
  }
}

/** Writes lines behind a header into a file that gets its name only when it is whole and on the disk. */
async function writeFile(
  files: FileSystem,
  folder: string,
  header: FileHeader,
  lines: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<{ readonly places: Place[]; readonly length: number }> {
  const name = path.join(folder, fileName(header.kind, header.number));
  await files.remove(name + TEMPORARY);
  const { file, length } = await createFile(files, name + TEMPORARY, header);
  const places: Place[] = [];
  let offset = length;
  let sequence = header.sequence;
  let waiting: Buffer[] = [];
  let bytes = 0;
  const write = async (): Promise<void> => {
    const frame = encodeFrame(waiting, { sequence: ++sequence, acknowledged: sequence });
    await file.write(frame, offset);
    offset += frame.length;
    waiting = [];
    bytes = 0;
  };
  try {
    const breathe = breather();
    for await (const line of lines) {
      places.push({ offset: offset + HEADER_BYTES + bytes, length: line.length - 1 });
      waiting.push(line);
      bytes += line.length;
      if (bytes >= FRAME) {
        await write();
        await breathe();
      }
    }
    waiting.push(encodeLine({ op: 'end', lines: places.length }));
    await write();
    await file.datasync();
    await file.close();
    await files.rename(name + TEMPORARY, name);
  } catch (error) {
    await file.close().catch(() => undefined);
    await files.remove(name + TEMPORARY).catch(() => undefined);
    throw error;
  }
  return { places, length: offset };
}

function* linesOf(operations: Iterable<Operation>): Generator<Buffer> {
  for (const operation of operations) yield encodeLine(operation);
}

/**
 * Writes what the logs before `position.number` came to: first their events as a file of their own, then the state as a
 * snapshot, which names the event files and so is the one step that counts. A crash before it leaves what was there.
 * Answers the length of the snapshot.
 */
export async function writeSnapshot(
  files: FileSystem,
  folder: string,
  meta: Meta,
  position: LogPosition,
  moment: ReturnType<Views['moment']>,
  events: EventIndex,
  eventCount: number,
): Promise<number> {
  const { number, sequence } = position;
  const first = Math.min(events.firstInLog(), eventCount);
  const header = { op: 'file', number, schema: SCHEMA, meta, sequence } as const;
  let places: Place[] = [];
  if (first < eventCount) {
    async function* lines(): AsyncGenerator<Buffer> {
      for (let at = first; at < eventCount; at++)
        yield Buffer.concat([await events.line(at), Buffer.from('\n')]);
    }
    ({ places } = await writeFile(files, folder, { ...header, kind: 'events' }, lines()));
  }
  const eventFiles = events.filesInUse().filter((file) => file % 2 === 1);
  if (first < eventCount) eventFiles.push(eventsFile(number));
  const snapshot: FileHeader = {
    ...header,
    kind: 'snapshot',
    events: eventFiles.map((file) => Math.floor(file / 2)),
  };
  const { length } = await writeFile(files, folder, snapshot, linesOf(operationsOf(moment)));
  await files.syncFolder(folder);
  events.move(first, eventsFile(number), places);
  return length;
}
