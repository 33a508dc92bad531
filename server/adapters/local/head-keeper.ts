import type { FileSystem } from './files.ts';
import type { AskedPages } from './first-pages.ts';
import { headOf, writeHead } from './head.ts';
import type { Log } from './log.ts';
import type { Meta } from './operations.ts';
import type { Views } from './views.ts';
import type { Writer } from './writer.ts';

/** A head is written when nothing else was for so long. Milliseconds. */
const QUIET = 1_000;

/** Keeps the head on the disk in step with the log: when writes rest, and at the end. */
export class HeadKeeper {
  private quiet: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
    private readonly meta: Meta,
    private readonly log: Log,
    private readonly writer: Writer,
    private readonly views: Views,
    private readonly asked: AskedPages,
  ) {}

  /** After each batch: a head once there has been none for a while. */
  soon(): void {
    if (this.quiet) this.quiet.refresh();
    else this.quiet = setTimeout(() => void this.save(), QUIET).unref();
  }

  /** A head of now; between two batches, because log and views must be of one moment. */
  save(): Promise<void> {
    return this.write(() => this.writer.exclusive(() => this.current()));
  }

  /** The last head. Call when the writer is closed. */
  async close(): Promise<void> {
    if (this.quiet) clearTimeout(this.quiet);
    await this.write(() => this.current());
  }

  private current(): Promise<Buffer> {
    return headOf(this.meta, this.log.position, this.views, this.asked.latest);
  }

  private write(head: () => Promise<Buffer>): Promise<void> {
    this.writing = this.writing
      .then(async () => writeHead(this.files, this.folder, await head()))
      .catch(() => undefined);
    return this.writing;
  }
}
