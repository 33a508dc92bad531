import path from 'node:path';
import * as z from 'zod/mini';
import { ASIDE, type Aside } from '../../contract/notices.ts';
import { Params, codesOf } from '../../contract/sentences.ts';
import type { StoreNotice } from './index.ts';
import { codeOf, readWhole, replaceWhole, type FileSystem } from './files.ts';

const FOLDER = 'quarantine';
const NOTICE = '.notice.json';
/** A notice as a start wrote it down. */
const Kept = z.object({
  id: z.string(),
  code: z.enum(codesOf(ASIDE)),
  params: z.optional(Params),
  path: z.optional(z.string()),
});
/** Of one damaged stretch at most so many bytes are copied; the file itself stays until the second compaction after. */
const COPIED = 64 << 20;

/** What could not be read is kept aside, with a notice that stays until a person dismisses it. */
export class Quarantine {
  readonly notices: StoreNotice[] = [];
  /** What this start found not to be as it was written: names that stay the same until the files are folded away. */
  readonly found = new Set<string>();
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
      this.notices.push(noticeOf(String(bytes)) ?? { id: name.slice(0, -NOTICE.length), code: 'EARLIER' });
    }
  }

  /** Keeps bytes under a name; the same piece found again is neither kept nor told a second time. */
  async keep(name: string, bytes: Uint8Array, aside: Aside): Promise<void> {
    this.found.add(name);
    const folder = path.join(this.folder, FOLDER);
    await this.files.makeFolder(folder);
    const file = path.join(folder, name);
    try {
      await this.files.createWhole(file, bytes.subarray(0, COPIED));
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return;
      // A full disk must not keep the store from opening; the damaged file itself still holds the piece.
      await this.tell(name, aside);
      return;
    }
    await this.tell(name, aside, file);
  }

  /** Says something on screen until it is dismissed. */
  async tell(id: string, aside: Aside, file?: string): Promise<void> {
    this.found.add(id);
    if (this.notices.some((notice) => notice.id === id)) return;
    const notice: StoreNotice = { id, ...aside, ...(file !== undefined && { path: file }) };
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

/** Null: it was cut short by a crash, or another version wrote it; the piece itself is there all the same. */
function noticeOf(text: string): StoreNotice | null {
  try {
    return Kept.parse(JSON.parse(text)) as StoreNotice;
  } catch {
    return null;
  }
}
