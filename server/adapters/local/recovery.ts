import path from 'node:path';
import { breather, SHORT_TURN } from './breathe.ts';
import { eventsFile, logFile, type EventIndex } from './event-index.ts';
import { codeOf, reading, type FileSystem, type OpenFile } from './files.ts';
import { decodeLine, FrameReader, HEADER_BYTES, type Found } from './frames.ts';
import { fileName } from './log.ts';
import { lostEdits } from './lost-edits.ts';
import type { FileHeader, Operation } from './operations.ts';
import type { Quarantine } from './quarantine.ts';
import type { EventPlace, Views } from './views.ts';

/** Operations applied in one go while loading: some two milliseconds, because the first requests come meanwhile. */
const BATCH = 100;

/** Titles that a notice names. */
const NAMED = 5;

/** The numbers of the files of each kind that a folder holds, ascending. */
export interface Layout {
  readonly snapshots: readonly number[];
  readonly logs: readonly number[];
  readonly events: readonly number[];
}

export function layoutOf(names: readonly string[]): Layout {
  const of = (kind: string): number[] =>
    names
      .map((name) => new RegExp(`^${kind}-(\\d{6,12})$`).exec(name)?.[1])
      .filter((number) => number !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  return { snapshots: of('snapshot'), logs: of('log'), events: of('events') };
}

/** The header of a file; null when the file is not there or its first frame cannot be read. */
export const readHeader = (files: FileSystem, file: string): Promise<FileHeader | null> =>
  reading(files, file, async (open) => {
    const reader = new FrameReader(open, await open.size());
    const { value } = await reader.frames().next();
    const found = value as Found | undefined;
    if (found?.kind !== 'frame' || found.offset !== 0) return null;
    for await (const { bytes } of reader.lines(HEADER_BYTES, found.end)) {
      const operation = decodeLine(bytes);
      return operation?.op === 'file' ? operation : null;
    }
    return null;
  });

/** What reading one file came to. */
export interface FileReport {
  /** Bytes up to the end of the last whole frame. */
  readonly length: number;
  readonly size: number;
  /** The last sequence seen. */
  readonly sequence: number;
  /** Bytes or writes that are not there as they were written. */
  readonly damaged: boolean;
  /** Whether its header was read, and for a snapshot or events file, whether its end was. */
  readonly whole: boolean;
}

export interface Source {
  readonly kind: 'log' | 'snapshot' | 'events';
  readonly number: number;
  /** How much of the file counts; all of it without. */
  readonly limit?: number;
  /** Everything up to here is known to have been acknowledged. */
  readonly acknowledged: number;
  /** Which operations are wanted. */
  readonly take: 'state' | 'events' | 'all';
  /** The sequence before the first write of the file, where it is known. */
  readonly after?: number;
  /** Put damage aside and tell; without, only report. */
  readonly keep: boolean;
}

/** Reads files into the views, and puts aside what is damaged: neighbours of a bad record are never lost with it. */
export class Recovery {
  private operations: Operation[] = [];
  private places: EventPlace[] = [];
  private readonly breathe = breather(SHORT_TURN);

  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
    private readonly views: Views,
    private readonly events: EventIndex,
    private readonly quarantine: Quarantine,
  ) {}

  async read(source: Source): Promise<FileReport> {
    const name = fileName(source.kind, source.number);
    let file: OpenFile;
    try {
      file = await this.files.open(path.join(this.folder, name), 'read');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      return { length: 0, size: 0, sequence: source.after ?? 0, damaged: true, whole: false };
    }
    try {
      return await this.readFile(source, name, file);
    } finally {
      await file.close();
    }
  }

  private async readFile(source: Source, name: string, file: OpenFile): Promise<FileReport> {
    const size = await file.size();
    const reader = new FrameReader(file, Math.min(size, source.limit ?? size));
    let sequence = source.after ?? -1;
    let length = 0;
    let damaged = source.limit !== undefined && size < source.limit;
    let headed = false;
    let ended = source.kind === 'log';
    let gap: (Found & { kind: 'damage' }) | null = null;
    for await (const found of reader.frames()) {
      if (found.kind === 'damage') {
        damaged = true;
        gap = found;
        if (source.keep) await this.putAside(reader, name, found);
        if (found.tail && (source.kind !== 'log' || this.proven(found, source.acknowledged, source.limit))) {
          await this.takeLines(source, reader, found.offset, found.end, true);
          length = found.end;
        }
        continue;
      }
      const missing = source.kind === 'log' && sequence >= 0 && found.sequence > sequence + 1 && headed;
      if (gap && (source.kind !== 'log' || found.acknowledged > sequence || source.acknowledged > sequence))
        await this.takeLines(source, reader, gap.offset, gap.end, true);
      else if (missing && source.keep) {
        damaged = true;
        await this.quarantine.tell(`${name}-${sequence}`, {
          code: 'CHANGES_MISSING',
          params: { count: found.sequence - sequence - 1, file: name },
        });
      }
      gap = null;
      if (found.offset === 0) headed = true;
      ended = (await this.takeLines(source, reader, found.offset + HEADER_BYTES, found.end, false)) || ended;
      sequence = Math.max(sequence, found.sequence);
      length = found.end;
    }
    await this.flush();
    return { length, size, sequence: Math.max(sequence, 0), damaged, whole: headed && ended && !damaged };
  }

  /** Whether a damaged stretch at the end had been acknowledged, and so may be read line by line. */
  private proven(
    found: Found & { kind: 'damage' },
    acknowledged: number,
    limit: number | undefined,
  ): boolean {
    return limit !== undefined || (found.start !== null && found.start.sequence <= acknowledged);
  }

  /** Applies the lines of a stretch; answers whether the file's end was among them. */
  private async takeLines(
    source: Source,
    reader: FrameReader,
    offset: number,
    end: number,
    salvage: boolean,
  ): Promise<boolean> {
    let ended = false;
    const file = source.kind === 'events' ? eventsFile(source.number) : logFile(source.number);
    for await (const { bytes, ...place } of reader.lines(offset, end, salvage)) {
      const operation = JSON.parse(bytes.toString('utf8', 18)) as Operation;
      if (operation.op === 'end') ended = true;
      else if (
        operation.op !== 'file' &&
        (source.take === 'all' || (operation.op === 'event') === (source.take === 'events'))
      ) {
        this.operations.push(operation);
        this.places.push({ file, ...place });
        if (this.operations.length >= BATCH) await this.flush();
      }
    }
    return ended;
  }

  private async flush(): Promise<void> {
    const { operations, places } = this;
    if (operations.length === 0) return;
    this.operations = [];
    this.places = [];
    const outcome = await this.views.apply(operations, (index) => places[index] as EventPlace);
    if (outcome.cleared) this.events.truncate();
    for (const { event, place } of outcome.events) this.events.add(event, place);
    await this.breathe();
  }

  private async putAside(
    reader: FrameReader,
    name: string,
    found: Found & { kind: 'damage' },
  ): Promise<void> {
    const bytes = Buffer.from(await reader.bytes(found.offset, Math.min(found.end - found.offset, 64 << 20)));
    await this.quarantine.keep(
      `${name}-${found.offset}-${found.end}`,
      bytes,
      found.torn
        ? { code: 'TORN' }
        : { code: 'PART_ASIDE', params: { bytes: found.end - found.offset, file: name } },
    );
    const titles = lostEdits(bytes);
    if (titles.length === 0) return;
    const named = titles.slice(0, NAMED);
    const more = titles.length - named.length;
    await this.quarantine.tell(
      `${name}-${found.offset}-edits`,
      more === 0
        ? { code: 'EDITS_UNREADABLE', params: { titles: named } }
        : { code: 'EDITS_UNREADABLE_MORE', params: { titles: named, more } },
    );
  }
}
