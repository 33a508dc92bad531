import path from 'node:path';
import type { StoreNotice } from './index.ts';
import { codeOf, readWhole, replaceWhole, type FileSystem } from './files.ts';

const FOLDER = 'quarantine';
const NOTICE = '.notice.json';
/** Of one damaged stretch at most so many bytes are copied; the file itself stays until the second compaction after. */
const COPIED = 64 << 20;

/** What could not be read is kept aside, with a notice that stays until a person dismisses it. */
export class Quarantine {
  readonly notices: StoreNotice[] = [];
  /** Whether this start found something that is not as it was written. */
  found = false;
  private readonly pending = new Set<Promise<unknown>>();

  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
  ) {}

  /** Reads the notices of earlier starts. */
  async open(): Promise<void> {
    const folder = path.join(this.folder, FOLDER);
    const names = await this.files.names(folder).catch(() => []);
    for (const name of names.filter((one) => one.endsWith(NOTICE)).sort()) {
      const bytes = await readWhole(this.files, path.join(folder, name));
      try {
        this.notices.push(JSON.parse(String(bytes)) as StoreNotice);
      } catch {
        // A notice cut short by a crash: the piece itself is there all the same.
      }
    }
  }

  /** Keeps bytes under a name; the same piece found again is neither kept nor told a second time. */
  async keep(name: string, bytes: Uint8Array, message: string, advice: string): Promise<void> {
    this.found = true;
    const folder = path.join(this.folder, FOLDER);
    await this.files.makeFolder(folder);
    const file = path.join(folder, name);
    try {
      await this.files.createWhole(file, bytes.subarray(0, COPIED));
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return;
      // A full disk must not keep the store from opening; the damaged file itself still holds the piece.
      await this.tell(name, message, advice, null);
      return;
    }
    await this.tell(name, message, advice, file);
  }

  /** Says something on screen until it is dismissed. */
  async tell(id: string, message: string, advice: string, file: string | null): Promise<void> {
    this.found = true;
    if (this.notices.some((notice) => notice.id === id)) return;
    const notice: StoreNotice = { id, message, advice, ...(file !== null && { path: file }) };
    this.notices.push(notice);
    try {
      await this.files.makeFolder(path.join(this.folder, FOLDER));
      await replaceWhole(this.files, this.noticeFile(id), Buffer.from(JSON.stringify(notice)));
    } catch {
      // It is shown now; only the next start will not know of it.
    }
  }

  dismiss(id: string): void {
    const at = this.notices.findIndex((notice) => notice.id === id);
    if (at < 0) return;
    this.notices.splice(at, 1);
    const removal = this.files.remove(this.noticeFile(id)).catch(() => undefined);
    this.pending.add(removal);
    void removal.finally(() => this.pending.delete(removal));
  }

  async close(): Promise<void> {
    await Promise.all(this.pending);
  }

  private noticeFile(id: string): string {
    return path.join(this.folder, FOLDER, `${id}${NOTICE}`);
  }
}
