import path from 'node:path';
import { keyOf, type AnsweredPage, type FirstPage } from './first-pages.ts';
import { readWhole, replaceWhole, type FileSystem } from './files.ts';
import { decodeLine, encodeFrame, encodeLine, FrameReader, HEADER_BYTES } from './frames.ts';
import type { LogPosition } from './log.ts';
import { SCHEMA, type FileHeader, type Meta, type Operation } from './operations.ts';
import { operationsOf } from './snapshot.ts';
import { undoc, Views } from './views.ts';

const NAME = 'head';

/** The first rows of a moment and the people and settings that go with them; it counts only at that place in the log. */
export interface Head {
  readonly header: FileHeader;
  /** People, settings, and the tasks of the pages: of tasks not all, so that its index must not be asked. */
  readonly views: Views;
  /** By `keyOf`. */
  readonly pages: ReadonlyMap<string, AnsweredPage>;
}

/** The head of now, as the bytes of its file. Nothing may be written meanwhile: what it says is said of one moment. */
export async function headOf(
  meta: Meta,
  position: LogPosition,
  views: Views,
  asked: readonly FirstPage[],
): Promise<Buffer> {
  const pages = asked.map(({ filter, order, limit }): AnsweredPage => {
    const found = views.index.page(filter, order, { page: 1, limit });
    return { filter, order, limit, ...found };
  });
  const moment = views.moment(false);
  const docs = views.found(new Set(pages.flatMap(({ ids }) => ids)));
  const header: FileHeader = {
    op: 'file',
    kind: 'head',
    number: position.number,
    schema: SCHEMA,
    meta,
    sequence: position.sequence,
    length: position.length,
    pages,
  };
  const operations: Operation[] = [
    header,
    ...operationsOf({ ...moment, notifications: [], tasks: [], replica: [], gone: [] }),
  ];
  for (const doc of docs) operations.push({ op: 'task', task: undoc(doc) });
  return encodeFrame(operations.map(encodeLine), {
    sequence: position.sequence,
    acknowledged: position.sequence,
  });
}

/** Keeps a head. It is a convenience: when it cannot be written, the next start is slower. */
export function writeHead(files: FileSystem, folder: string, head: Buffer): Promise<void> {
  return replaceWhole(files, path.join(folder, NAME), head);
}

/** The head, if there is a whole one. */
export async function readHead(files: FileSystem, folder: string): Promise<Head | null> {
  const file = path.join(folder, NAME);
  const bytes = await readWhole(files, file).catch(() => null);
  if (!bytes) return null;
  const reader = new FrameReader(inMemory(bytes), bytes.length);
  const views = new Views();
  const operations: Operation[] = [];
  for await (const found of reader.frames()) {
    if (found.kind !== 'frame') return null;
    for await (const line of reader.lines(found.offset + HEADER_BYTES, found.end)) {
      const operation = decodeLine(line.bytes);
      if (operation) operations.push(operation);
    }
  }
  const header = operations[0];
  if (header?.op !== 'file' || header.kind !== 'head') return null;
  await views.apply(operations, () => ({ file: 0, offset: 0, length: 0 }));
  return { header, views, pages: new Map((header.pages ?? []).map((page) => [keyOf(page), page])) };
}

const inMemory = (bytes: Buffer): ConstructorParameters<typeof FrameReader>[0] => ({
  read: (into, position) => Promise.resolve(bytes.copy(into, 0, position)),
});
