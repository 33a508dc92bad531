import path from 'node:path';
import { breather } from './breathe.ts';
import { readWhole, replaceWhole, type FileSystem } from './files.ts';
import { decodeLine, encodeFrame, encodeLine, FrameReader, HEADER_BYTES } from './frames.ts';
import type { LogPosition } from './log.ts';
import { SCHEMA, type FileHeader, type Meta, type Operation } from './operations.ts';
import { operationsOf } from './snapshot.ts';
import { undoc, Views } from './views.ts';

const NAME = 'head';
/** Tasks that a head holds: the first page of the default order, at its largest. */
const ROWS = 100;
/** The default order: the newest first. */
export const HEAD_FILTER = { visibleTo: null, deleted: false, match: 'all' } as const;
export const HEAD_ORDER = { sort: 'createdAt', order: 'desc' } as const;

/** The first rows of a moment and the people and settings that go with them; it counts only at that place in the log. */
export interface Head {
  readonly header: FileHeader;
  readonly views: Views;
}

/** Writes the head of now. It is a convenience: when it cannot be written, the next start is slower. */
export async function writeHead(
  files: FileSystem,
  folder: string,
  meta: Meta,
  position: LogPosition,
  views: Views,
): Promise<void> {
  const { ids, total } = views.index.page(HEAD_FILTER, HEAD_ORDER, { page: 1, limit: ROWS });
  const moment = views.moment();
  const docs = await views.tasks.find({ _id: { $in: [...ids] } });
  const header: FileHeader = {
    op: 'file',
    kind: 'head',
    number: position.number,
    schema: SCHEMA,
    meta,
    sequence: position.sequence,
    length: position.length,
    total,
  };
  const operations: Operation[] = [header, ...operationsOf({ ...moment, notifications: [], tasks: [] })];
  for (const doc of docs) operations.push({ op: 'task', task: undoc(doc) });
  const frame = encodeFrame(operations.map(encodeLine), {
    sequence: position.sequence,
    acknowledged: position.sequence,
  });
  await replaceWhole(files, path.join(folder, NAME), frame);
}

/** The head, if there is a whole one. */
export async function readHead(files: FileSystem, folder: string): Promise<Head | null> {
  const file = path.join(folder, NAME);
  const bytes = await readWhole(files, file).catch(() => null);
  if (!bytes) return null;
  const reader = new FrameReader(inMemory(bytes), bytes.length);
  const views = new Views();
  const operations: Operation[] = [];
  const breathe = breather();
  for await (const found of reader.frames()) {
    if (found.kind !== 'frame') return null;
    for await (const line of reader.lines(found.offset + HEADER_BYTES, found.end)) {
      const operation = decodeLine(line.bytes);
      if (operation) operations.push(operation);
      await breathe();
    }
  }
  const header = operations[0];
  if (header?.op !== 'file' || header.kind !== 'head') return null;
  await views.apply(operations, () => ({ file: 0, offset: 0, length: 0 }));
  return { header, views };
}

const inMemory = (bytes: Buffer): ConstructorParameters<typeof FrameReader>[0] => ({
  read: (into, position) => Promise.resolve(bytes.copy(into, 0, position)),
});
