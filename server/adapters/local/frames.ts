import { crc32 } from 'node:zlib';
import type { OpenFile } from './files.ts';
import type { Operation } from './operations.ts';

/**
 * A frame is one write: MARKER, payload length u32, sequence u48, acknowledged u48, CRC of the payload u32, CRC of
 * these 24 bytes u32 (little endian), then the payload: one line for each operation. The marker's bytes occur in no
 * UTF-8 text, so no payload can imitate a frame, and after damage the next frame is found by looking for it.
 * `acknowledged` is the last sequence known to be on the disk when the frame was written: proof for those before it.
 * A line is `CRC length JSON\n`, both as 8 hex digits, so that the lines beside a damaged one can be told to be good.
 */
const MARKER = Buffer.from([0xf8, 0x54, 0x46, 0xfb]);
export const HEADER_BYTES = 28;
const LINE_PREFIX = 18;
const WINDOW = 1 << 20;

export interface FrameStart {
  readonly sequence: number;
  readonly acknowledged: number;
}

/** Where a line lies; in a file, or in a frame while it is being made. Bytes, newline excluded, prefix included. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');

/** An operation as the line that files keep. */
export function encodeLine(operation: Operation): Buffer {
  const json = JSON.stringify(operation);
  const length = Buffer.byteLength(json);
  const line = Buffer.allocUnsafe(LINE_PREFIX + length + 1);
  line.write(json, LINE_PREFIX, 'utf8');
  line[LINE_PREFIX + length] = 0x0a;
  line.write(
    `${hex(crc32(line.subarray(LINE_PREFIX, LINE_PREFIX + length)))} ${hex(length)} `,
    0,
    LINE_PREFIX,
    'latin1',
  );
  return line;
}

/** The operation of a line; null when the line is not as it was written. */
export function decodeLine(line: Uint8Array): Operation | null {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const json = bytes.subarray(LINE_PREFIX);
  if (bytes.toString('latin1', 0, LINE_PREFIX) !== `${hex(crc32(json))} ${hex(json.length)} `) return null;
  return JSON.parse(json.toString('utf8')) as Operation;
}

/** What stands before a payload of so many bytes with this CRC. */
export function encodeHeader(length: number, crc: number, start: FrameStart): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  MARKER.copy(header, 0);
  header.writeUInt32LE(length, 4);
  header.writeUIntLE(start.sequence, 8, 6);
  header.writeUIntLE(start.acknowledged, 14, 6);
  header.writeUInt32LE(crc, 20);
  header.writeUInt32LE(crc32(header.subarray(0, 24)), 24);
  return header;
}

/** A frame around lines that `encodeLine` made. */
export function encodeFrame(lines: readonly Buffer[], start: FrameStart): Buffer {
  const payload = Buffer.concat(lines);
  return Buffer.concat([encodeHeader(payload.length, crc32(payload), start), payload]);
}

export type Found =
  | ({ readonly kind: 'frame'; readonly offset: number; readonly end: number } & FrameStart)
  | {
      readonly kind: 'damage';
      readonly offset: number;
      readonly end: number;
      /** Where the damaged frame's header can be read: its own words. */
      readonly start: FrameStart | null;
      /** Nothing readable follows: a write that was under way when the power or the process went, or a cut. */
      readonly tail: boolean;
      /** The header promises more bytes than there are, or what there is of the header is right. */
      readonly torn: boolean;
    };

/** Reads a file through a window of a megabyte, so that files of any size take the same memory. */
export class FrameReader {
  private window: Buffer = Buffer.alloc(0);
  private windowAt = 0;

  constructor(
    private readonly file: Pick<OpenFile, 'read'>,
    /** Up to where the file is read; what lies beyond is not looked at. */
    readonly end: number,
  ) {}

  /** Bytes [offset, offset + length), fewer at the end. Valid until the next call. */
  async bytes(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.end - offset));
    const from = offset - this.windowAt;
    if (from >= 0 && from + wanted <= this.window.length) return this.window.subarray(from, from + wanted);
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(WINDOW, wanted), Math.max(0, this.end - offset)));
    const read = await this.file.read(buffer, offset);
    this.window = buffer.subarray(0, read);
    this.windowAt = offset;
    return this.window.subarray(0, Math.min(wanted, read));
  }

  /** Every frame that is whole, and what lies between them. */
  async *frames(): AsyncGenerator<Found> {
    let offset = 0;
    while (offset < this.end) {
      const frame = await this.frameAt(offset);
      if (frame) {
        yield frame;
        offset = frame.end;
        continue;
      }
      const start = await this.headerAt(offset);
      let next = await this.markerAfter(offset + 1);
      while (next < this.end && !(await this.frameAt(next))) next = await this.markerAfter(next + 1);
      const tail = next >= this.end;
      const torn =
        tail && (start ? offset + HEADER_BYTES + start.length > this.end : await this.startsHeader(offset));
      yield { kind: 'damage', offset, end: Math.min(next, this.end), start, tail, torn };
      offset = next;
    }
  }

  /**
   * The lines of [offset, end), each with its place in the file. `check` for a stretch whose frame is damaged: only those
   * whose own checksum is right.
   */
  async *lines(
    offset: number,
    end: number,
    check = false,
  ): AsyncGenerator<Place & { readonly bytes: Buffer }> {
    let at = offset;
    while (at + LINE_PREFIX <= end) {
      const prefix = (await this.bytes(at, LINE_PREFIX)).toString('latin1');
      const length = /^[0-9a-f]{8} [0-9a-f]{8} $/.test(prefix)
        ? Number.parseInt(prefix.slice(9, 17), 16)
        : -1;
      if (length >= 0 && at + LINE_PREFIX + length <= end) {
        const bytes = await this.bytes(at, LINE_PREFIX + length);
        if (!check || Number.parseInt(prefix.slice(0, 8), 16) === crc32(bytes.subarray(LINE_PREFIX))) {
          yield { offset: at, length: bytes.length, bytes };
          at += LINE_PREFIX + length + 1;
          continue;
        }
      }
      at = await this.newlineAfter(at, end);
    }
  }

  private async headerAt(offset: number): Promise<(FrameStart & { length: number; crc: number }) | null> {
    const header = await this.bytes(offset, HEADER_BYTES);
    if (header.length < HEADER_BYTES || !header.subarray(0, 4).equals(MARKER)) return null;
    if (crc32(header.subarray(0, 24)) !== header.readUInt32LE(24)) return null;
    return {
      length: header.readUInt32LE(4),
      sequence: header.readUIntLE(8, 6),
      acknowledged: header.readUIntLE(14, 6),
      crc: header.readUInt32LE(20),
    };
  }

  private async frameAt(offset: number): Promise<(Found & { kind: 'frame' }) | null> {
    const header = await this.headerAt(offset);
    if (!header) return null;
    const end = offset + HEADER_BYTES + header.length;
    if (end > this.end) return null;
    let crc = 0;
    for (let at = offset + HEADER_BYTES; at < end; at += WINDOW)
      crc = crc32(await this.bytes(at, Math.min(WINDOW, end - at)), crc);
    if (crc !== header.crc) return null;
    return { kind: 'frame', offset, end, sequence: header.sequence, acknowledged: header.acknowledged };
  }

  /** Whether the file ends within a header, as far as it goes. */
  private async startsHeader(offset: number): Promise<boolean> {
    const rest = await this.bytes(offset, HEADER_BYTES);
    const known = Math.min(rest.length, MARKER.length);
    return rest.length < HEADER_BYTES && rest.subarray(0, known).equals(MARKER.subarray(0, known));
  }

  private async markerAfter(offset: number): Promise<number> {
    for (let at = offset; at < this.end; at += WINDOW - MARKER.length) {
      const found = (await this.bytes(at, WINDOW)).indexOf(MARKER);
      if (found >= 0) return at + found;
    }
    return this.end;
  }

  private async newlineAfter(offset: number, end: number): Promise<number> {
    for (let at = offset; at < end; at += WINDOW) {
      const found = (await this.bytes(at, Math.min(WINDOW, end - at))).indexOf(0x0a);
      if (found >= 0) return at + found + 1;
    }
    return end;
  }
}
