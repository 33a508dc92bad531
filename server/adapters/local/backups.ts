import path from 'node:path';
import { promisify } from 'node:util';
import { createGunzip, crc32, gzip } from 'node:zlib';
import { Readable, pipeline } from 'node:stream';
import { AppError, notFound } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { breather } from './breathe.ts';
import { writeFailure } from './failures.ts';
import type { FileSystem } from './files.ts';
import type { Backups, WorkspaceContent } from './index.ts';
import type { Operation } from './operations.ts';

type BackupItem = Awaited<ReturnType<Backups['make']>>;

const zip = promisify(gzip);
const CHUNK = 1 << 20;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Daily copies: all of two days, then one a day for two weeks, one a week for three months, one a month for ever. */
const TIERS = [
  { younger: 2 * DAY, each: 0 },
  { younger: 14 * DAY, each: DAY },
  { younger: 92 * DAY, each: 7 * DAY },
  { younger: Number.POSITIVE_INFINITY, each: 30 * DAY },
] as const;
const NAME = /^(\d{8}T\d{9}Z)\.(daily|import|upgrade|restore|manual)\.(\d+)\.jsonl\.gz$/;

function parse(name: string): Omit<BackupItem, 'bytes'> | null {
  const [, stamp, reason, tasks] = NAME.exec(name) ?? [];
  if (!stamp || !reason || !tasks) return null;
  const at = stamp.replace(/^(....)(..)(..)T(..)(..)(..)(...)Z$/, '$1-$2-$3T$4:$5:$6.$7Z');
  return { id: name, at, reason: reason as BackupItem['reason'], tasks: Number(tasks), verified: true };
}

/** The text between line breaks. Not readline: that goes on as if a source that failed had ended, or never ends. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at)]).toString();
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString();
}

/** Which of the copies (newest first) have had their time: what a person made or asked for stays for three months. */
export function expired(items: readonly Pick<BackupItem, 'id' | 'at' | 'reason'>[], now: number): string[] {
  const gone: string[] = [];
  let kept = Number.POSITIVE_INFINITY;
  for (const { id, at, reason } of items) {
    const time = Date.parse(at);
    const age = now - time;
    if (reason !== 'daily' && age < 92 * DAY) continue;
    const tier = TIERS.find(({ younger }) => age < younger);
    // A tenth of slack, because copies are made when the app runs, not at the same minute.
    if (tier && kept - time >= tier.each * 0.9) kept = time;
    else gone.push(id);
  }
  return gone;
}

/**
 * Copies of a workspace in `backups/`: gzip of one operation a line, the last of them `end`. gzip brings a checksum; a copy
 * gets its name only after it has been read back and found the same, so whatever `list` shows has been proven.
 */
export class LocalBackups implements Backups {
  private readonly folder: string;
  private making: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: FileSystem,
    folder: string,
    private readonly clock: Clock,
    /** Everything of this moment, and how many tasks that is. */
    private readonly everything: () => Promise<{
      readonly tasks: number;
      readonly operations: AsyncIterable<Operation>;
    }>,
  ) {
    this.folder = path.join(folder, 'backups');
  }

  async list(): Promise<readonly BackupItem[]> {
    const names = await this.files.names(this.folder).catch(() => []);
    const items: BackupItem[] = [];
    for (const name of names) {
      const item = parse(name);
      if (!item) continue;
      const file = await this.files.open(path.join(this.folder, name), 'read');
      try {
        items.push({ ...item, bytes: await file.size() });
      } finally {
        await file.close();
      }
    }
    return items.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** One at a time: two at once would cost twice the disk for the same content. */
  make(reason: BackupItem['reason']): Promise<BackupItem> {
    const made = this.making.then(() => this.write(reason));
    this.making = made.catch(() => undefined);
    return made;
  }

  async read(id: string): Promise<WorkspaceContent> {
    if (!parse(id)) throw notFound();
    const names: readonly string[] = await this.files.names(this.folder).catch(() => []);
    if (!names.includes(id)) throw notFound();
    const content = { tasks: [], users: [], events: [], notifications: [], state: {} } as {
      tasks: WorkspaceContent['tasks'][number][];
      users: WorkspaceContent['users'][number][];
      events: WorkspaceContent['events'][number][];
      notifications: WorkspaceContent['notifications'][number][];
      state: Record<string, Record<string, unknown>>;
    };
    try {
      for await (const operation of this.operations(id)) {
        if (operation.op === 'task') content.tasks.push(operation.task);
        else if (operation.op === 'user') content.users.push(operation.user);
        else if (operation.op === 'event') content.events.push(operation.event);
        else if (operation.op === 'notification') content.notifications.push(operation.notification);
        else if (operation.op === 'state')
          (content.state[operation.userId] ??= {})[operation.key] = operation.value;
      }
    } catch (error) {
      throw new AppError(
        'BACKUP_DAMAGED',
        'This copy cannot be read any more. Nothing was changed; choose another one.',
        undefined,
        { cause: error },
      );
    }
    return content;
  }

  /** The newest copy that can be read; null when there is none. */
  async newest(): Promise<{ readonly item: BackupItem; readonly content: WorkspaceContent } | null> {
    for (const item of await this.list()) {
      try {
        return { item, content: await this.read(item.id) };
      } catch {
        // The one before it may be whole.
      }
    }
    return null;
  }

  /** Makes the daily copy when the last is older than a day. */
  async daily(): Promise<void> {
    const [newest] = await this.list();
    if (newest && this.clock.now() - Date.parse(newest.at) < DAY) return;
    await this.make('daily');
  }

  /** Waits for a copy that is being made. */
  async close(): Promise<void> {
    await this.making;
  }

  private async write(reason: BackupItem['reason']): Promise<BackupItem> {
    const stamp = new Date(this.clock.now()).toISOString().replace(/[-:.]/g, '');
    const { tasks, operations } = await this.everything();
    const name = `${stamp}.${reason}.${tasks}.jsonl.gz`;
    const temporary = path.join(this.folder, `${name}.tmp`);
    try {
      // Fails where the data folder is gone: making it again would hide that, and stand in the way of the one put back.
      await this.files.names(path.dirname(this.folder));
      await this.files.makeFolder(this.folder);
      await this.files.remove(temporary);
      const bytes = await this.writeTo(temporary, operations);
      await this.files.rename(temporary, path.join(this.folder, name));
      await this.files.syncFolder(this.folder);
      await this.thin();
      return { ...(parse(name) as Omit<BackupItem, 'bytes'>), bytes };
    } catch (error) {
      await this.files.remove(temporary).catch(() => undefined);
      throw writeFailure(error);
    }
  }

  private async writeTo(temporary: string, operations: AsyncIterable<Operation>): Promise<number> {
    const file = await this.files.open(temporary, 'create');
    try {
      let at = 0;
      let crc = 0;
      let lines = 0;
      let waiting: Buffer[] = [];
      let bytes = 0;
      const flush = async (): Promise<void> => {
        const plain = Buffer.concat(waiting);
        crc = crc32(plain, crc);
        const packed = await zip(plain, { level: 3 });
        await file.write(packed, at);
        at += packed.length;
        waiting = [];
        bytes = 0;
      };
      for await (const operation of operations) {
        const line = Buffer.from(`${JSON.stringify(operation)}\n`);
        waiting.push(line);
        bytes += line.length;
        lines++;
        if (bytes >= CHUNK) await flush();
      }
      waiting.push(Buffer.from(`${JSON.stringify({ op: 'end', lines } satisfies Operation)}\n`));
      await flush();
      await file.datasync();
      await this.prove(temporary, crc);
      return at;
    } finally {
      await file.close();
    }
  }

  private async prove(file: string, expected: number): Promise<void> {
    let crc = 0;
    for await (const chunk of this.unzipped(file)) crc = crc32(chunk, crc);
    if (crc !== expected) throw new Error(`A copy differs from what was written: ${file}`);
  }

  /** Throws at damage where it is read: a stream inside a stream would throw past everybody and end the process. */
  private unzipped(file: string): AsyncIterable<Buffer> {
    const plain = createGunzip();
    pipeline(Readable.from(this.chunks(file)), plain, () => undefined);
    return plain;
  }

  private async *chunks(file: string): AsyncGenerator<Buffer> {
    const open = await this.files.open(file, 'read');
    try {
      const size = await open.size();
      for (let at = 0; at < size; at += CHUNK) {
        const bytes = Buffer.allocUnsafe(Math.min(CHUNK, size - at));
        yield bytes.subarray(0, await open.read(bytes, at));
      }
    } finally {
      await open.close();
    }
  }

  private async *operations(id: string): AsyncGenerator<Operation> {
    const breathe = breather();
    let lines = 0;
    let ended = false;
    for await (const line of linesOf(this.unzipped(path.join(this.folder, id)))) {
      const operation = JSON.parse(line) as Operation;
      if (operation.op === 'end') ended = operation.lines === lines;
      else {
        lines++;
        yield operation;
      }
      await breathe();
    }
    if (!ended) throw new Error('The copy ends too early.');
  }

  private async thin(): Promise<void> {
    for (const id of expired(await this.list(), this.clock.now()))
      await this.files.remove(path.join(this.folder, id));
  }
}
