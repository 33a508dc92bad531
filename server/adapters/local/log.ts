import path from 'node:path';
import { crc32 } from 'node:zlib';
import { breather } from './breathe.ts';
import type { FileSystem, OpenFile } from './files.ts';
import {
  encodeFrame,
  encodeHeader,
  encodeLine,
  HEADER_BYTES,
  type FrameStart,
  type Place,
} from './frames.ts';
import { SCHEMA, type FileHeader, type Meta, type Operation } from './operations.ts';

export const fileName = (kind: FileHeader['kind'], number: number): string =>
  `${kind}-${String(number).padStart(6, '0')}`;

/** Bytes that go to the disk in one call. */
const CHUNK = 4 << 20;
/** The length in the header of a frame that is not whole yet. */
const UNFINISHED = 0xffffffff;

/** A new file with its header as the first frame, synced; answers it open with its length. */
export async function createFile(
  files: FileSystem,
  file: string,
  header: FileHeader,
): Promise<{ readonly file: OpenFile; readonly length: number }> {
  const open = await files.open(file, 'create');
  try {
    const frame = encodeFrame([encodeLine(header)], {
      sequence: header.sequence,
      acknowledged: header.sequence,
    });
    await open.write(frame, 0);
    await open.datasync();
    return { file: open, length: frame.length };
  } catch (error) {
    await open.close().catch(() => undefined);
    await files.remove(file).catch(() => undefined);
    throw error;
  }
}

/** A frame that is being made: where it stands, and the header that stands for its own. */
interface Begun {
  readonly at: number;
  readonly header: Buffer;
}

/**
 * What is appended, written whenever a chunk of it has come together, so that a write of any size takes the same memory. The
 * header of a frame is known at its end: where a part of the frame has been written before, a header stands for it that
 * promises more than a file can hold. Whoever finds that, finds a write that was not finished.
 */
class Appending {
  private pieces: Buffer[] = [];
  private bytes = 0;

  constructor(
    private readonly file: OpenFile,
    /** Up to where it is written. */
    private written: number,
  ) {}

  /** Where the next byte will stand. */
  get end(): number {
    return this.written + this.bytes;
  }

  /** Begins a frame. */
  begin(start: FrameStart): Begun {
    const begun = { at: this.end, header: encodeHeader(UNFINISHED, 0, start) };
    this.keep(begun.header);
    return begun;
  }

  /** Adds a line; a promise when a chunk is written. */
  add(line: Buffer): Promise<void> | undefined {
    this.keep(line);
    return this.bytes >= CHUNK ? this.flush() : undefined;
  }

  /** Puts the right header where a frame began: before it is written, or over what was written for it. */
  async finish({ at, header }: Begun, crc: number, start: FrameStart): Promise<void> {
    encodeHeader(this.end - at - HEADER_BYTES, crc, start).copy(header);
    if (at >= this.written) return;
    await this.flush();
    await this.file.write(header, at);
  }

  async flush(): Promise<void> {
    if (this.bytes === 0) return;
    const bytes = Buffer.concat(this.pieces, this.bytes);
    this.pieces = [];
    await this.file.write(bytes, this.written);
    this.written += bytes.length;
    this.bytes = 0;
  }

  private keep(piece: Buffer): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
  }
}

export interface LogPosition {
  readonly number: number;
  readonly length: number;
  readonly sequence: number;
}

/**
 * The log in front of the views. One append holds any number of writes, each a frame, and ends with one fdatasync.
 * After a failed write the file is cut back to what was acknowledged. After a failed fdatasync, or when cutting fails,
 * nothing is known about the file's end any more, so it is left alone and the next append starts the next file, whose
 * header says how much of this one counts.
 */
export class Log {
  private file: OpenFile | null;
  private at: LogPosition;

  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
    private readonly meta: Meta,
    /** null: the next append starts the next file. */
    file: OpenFile | null,
    position: LogPosition,
  ) {
    this.file = file;
    this.at = position;
  }

  /** What is acknowledged. */
  get position(): LogPosition {
    return this.at;
  }

  /** Writes all or nothing; when it resolves, all is on the disk. Answers the number of the file and every line's place. */
  async append(writes: readonly (readonly Operation[])[]): Promise<{ number: number; places: Place[][] }> {
    if (!this.file) await this.startNext();
    const file = this.file as unknown as OpenFile;
    const { number, length } = this.at;
    let { sequence } = this.at;
    const out = new Appending(file, length);
    const places: Place[][] = [];
    const breathe = breather();
    try {
      for (const operations of writes) {
        const start = { sequence: ++sequence, acknowledged: this.at.sequence };
        const frame = out.begin(start);
        const lines: Place[] = [];
        let crc = 0;
        for (const operation of operations) {
          const line = encodeLine(operation);
          lines.push({ offset: out.end, length: line.length - 1 });
          crc = crc32(line, crc);
          const turn = out.add(line) ?? breathe();
          if (turn) await turn;
        }
        await out.finish(frame, crc, start);
        places.push(lines);
      }
      await out.flush();
    } catch (error) {
      await this.cutBack(file, length);
      throw error;
    }
    try {
      // A folder that was moved or deleted takes writes for as long as its files are open, and nobody would find them.
      const name = path.join(this.folder, fileName('log', number));
      const [isThere] = await Promise.all([file.isAt(name), file.datasync()]);
      if (!isThere) throw Object.assign(new Error(`${name} is gone`), { code: 'ENOENT' });
    } catch (error) {
      this.file = null;
      await file.truncate(length).catch(() => undefined);
      await file.close().catch(() => undefined);
      throw error;
    }
    this.at = { number, length: out.end, sequence };
    return { number, places };
  }

  /** Starts the next file; the one before it never changes again. */
  async startNext(): Promise<void> {
    const { number, length, sequence } = this.at;
    const next = number + 1;
    const created = await createFile(this.files, path.join(this.folder, fileName('log', next)), {
      op: 'file',
      kind: 'log',
      number: next,
      schema: SCHEMA,
      meta: this.meta,
      sequence,
      previous: { number, length },
    });
    try {
      await this.files.syncFolder(this.folder);
    } catch (error) {
      await created.file.close().catch(() => undefined);
      await this.files.remove(path.join(this.folder, fileName('log', next))).catch(() => undefined);
      throw error;
    }
    const before = this.file;
    this.file = created.file;
    this.at = { number: next, length: created.length, sequence };
    await before?.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = null;
  }

  private async cutBack(file: OpenFile, length: number): Promise<void> {
    try {
      await file.truncate(length);
      await file.datasync();
    } catch {
      this.file = null;
      await file.close().catch(() => undefined);
    }
  }
}
