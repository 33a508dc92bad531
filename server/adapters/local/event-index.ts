import path from 'node:path';
import { EVENT_TYPES, type EventRecord, type EventType } from '../../contract/events.ts';
import type { EventFilter } from '../../modules/events/event.store.ts';
import { codeOf, type FileSystem, type OpenFile } from './files.ts';
import { decodeLine } from './frames.ts';
import { fileName } from './log.ts';
import type { EventPlace } from './views.ts';

const TYPE_CODE = new Map(EVENT_TYPES.map((type, code) => [type, code]));
const FIRST_CAPACITY = 1024;

/** Files that hold events: logs (even) and event files (odd), as one number. */
export const logFile = (number: number): number => number * 2;
export const eventsFile = (number: number): number => number * 2 + 1;
const nameOf = (file: number): string => fileName(file % 2 ? 'events' : 'log', Math.floor(file / 2));

/** 32 bits of a UUID; two of them tell apart what is read, and what is read is compared whole. */
const bits = (id: string, from: number): number => Number.parseInt(id.slice(from, from + 8), 16) >>> 0;

/**
 * Where each event lies and what lists filter by, in typed arrays: some 45 bytes an event. The events themselves stay in
 * their files. An event's number is its place in the order of writing.
 */
export class EventIndex {
  private files = new Uint32Array(FIRST_CAPACITY);
  private offsets = new Float64Array(FIRST_CAPACITY);
  private lengths = new Uint32Array(FIRST_CAPACITY);
  private times = new Float64Array(FIRST_CAPACITY);
  private types = new Uint8Array(FIRST_CAPACITY);
  private entities = new Uint32Array(FIRST_CAPACITY);
  private actors = new Uint32Array(FIRST_CAPACITY);
  private marks = new Uint32Array(FIRST_CAPACITY);
  private readonly open = new Map<number, Promise<OpenFile>>();
  length = 0;

  constructor(
    private readonly fileSystem: FileSystem,
    private readonly folder: string,
  ) {}

  add(event: EventRecord, place: EventPlace): void {
    if (this.length === this.files.length) this.grow();
    const at = this.length++;
    this.files[at] = place.file;
    this.offsets[at] = place.offset;
    this.lengths[at] = place.length;
    this.times[at] = Date.parse(event.at);
    this.types[at] = TYPE_CODE.get(event.type) ?? 0;
    this.entities[at] = bits(event.entityId, 0);
    this.actors[at] = event.actorId ? bits(event.actorId, 0) : 0;
    this.marks[at] = bits(event.id, 0);
  }

  /** Forgets events from a number on; all of them without one. */
  truncate(length = 0): void {
    this.length = length;
  }

  /** 32 bits that name the event of a number, for cursors. */
  markOf(number: number): number {
    return this.marks[number] ?? 0;
  }

  /** The newest event of that mark; -1 when there is none. */
  find(mark: number): number {
    return this.marks.subarray(0, this.length).lastIndexOf(mark);
  }

  /** Numbers below `before` that may pass the filter, newest first: what is read must still be compared. */
  *candidates(filter: EventFilter, before: number): Generator<number> {
    const types = filter.type && new Set(filter.type.map((type) => TYPE_CODE.get(type)));
    const entity = filter.entityId === undefined ? null : bits(filter.entityId, 0);
    const actor = filter.actorId === undefined ? null : bits(filter.actorId, 0);
    const from = filter.from ?? Number.NEGATIVE_INFINITY;
    const to = filter.to ?? Number.POSITIVE_INFINITY;
    for (let at = Math.min(before, this.length) - 1; at >= 0; at--) {
      if (entity !== null && this.entities[at] !== entity) continue;
      if (actor !== null && this.actors[at] !== actor) continue;
      if (types && !types.has(this.types[at])) continue;
      const time = this.times[at] as number;
      if (time >= from && time < to) yield at;
    }
  }

  /** Numbers of events of these types that may be of one of these entities, and of which, newest first; in one walk. */
  *candidatesOf(
    entityIds: readonly string[],
    types: readonly EventType[],
  ): Generator<{ readonly number: number; readonly may: readonly string[] }> {
    const codes = new Set(types.map((type) => TYPE_CODE.get(type)));
    const byBits = new Map<number, string[]>();
    for (const id of entityIds) byBits.set(bits(id, 0), [...(byBits.get(bits(id, 0)) ?? []), id]);
    for (let number = this.length - 1; number >= 0; number--) {
      const may = codes.has(this.types[number]) ? byBits.get(this.entities[number] as number) : undefined;
      if (may) yield { number, may };
    }
  }

  /** The line of an event as its file holds it. */
  async line(number: number): Promise<Buffer> {
    for (let attempt = 0; ; attempt++) {
      const file = this.files[number] as number;
      const bytes = Buffer.allocUnsafe(this.lengths[number] as number);
      try {
        const read = await (await this.handle(file)).read(bytes, this.offsets[number] as number);
        return bytes.subarray(0, read);
      } catch (error) {
        // A compaction may have moved it since.
        if (attempt > 1 || this.files[number] === file) throw error;
      }
    }
  }

  /** The event of a number; null when its file does not hold it any more as it was written. */
  async read(number: number): Promise<EventRecord | null> {
    try {
      const operation = decodeLine(await this.line(number));
      return operation?.op === 'event' ? operation.event : null;
    } catch (error) {
      if (codeOf(error)) return null;
      throw error;
    }
  }

  /** Where events [from, to) lie now. */
  move(from: number, file: number, places: readonly { offset: number; length: number }[]): void {
    places.forEach((place, index) => {
      this.files[from + index] = file;
      this.offsets[from + index] = place.offset;
      this.lengths[from + index] = place.length;
    });
  }

  /** The files that events lie in, in order. */
  filesInUse(): number[] {
    return [...new Set(this.files.subarray(0, this.length))];
  }

  /** The number of the first event that lies in a log. */
  firstInLog(): number {
    let at = this.length;
    while (at > 0 && (this.files[at - 1] as number) % 2 === 0) at--;
    return at;
  }

  /** Closes the files that are not in use any more; all without `except`. */
  async close(except: readonly number[] = []): Promise<void> {
    const gone = [...this.open].filter(([file]) => !except.includes(file));
    for (const [file] of gone) this.open.delete(file);
    await Promise.all(gone.map(async ([, handle]) => (await handle.catch(() => null))?.close()));
  }

  private handle(file: number): Promise<OpenFile> {
    let handle = this.open.get(file);
    if (!handle) {
      handle = this.fileSystem.open(path.join(this.folder, nameOf(file)), 'read');
      handle.catch(() => this.open.delete(file));
      this.open.set(file, handle);
    }
    return handle;
  }

  private grow(): void {
    const larger = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from as never);
      return to;
    };
    const capacity = this.files.length * 2;
    for (const name of ['files', 'lengths', 'entities', 'actors', 'marks'] as const)
      this[name] = larger(this[name], new Uint32Array(capacity));
    for (const name of ['offsets', 'times'] as const)
      this[name] = larger(this[name], new Float64Array(capacity));
    this.types = larger(this.types, new Uint8Array(capacity));
  }
}
