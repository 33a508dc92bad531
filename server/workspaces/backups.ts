import type { WorkspaceContent } from '../adapters/local/index.ts';
import type { BackupItem } from '../contract/app.ts';
import type { ImportAnswer } from '../contract/transfer.ts';
import type { TaskRecord } from '../contract/tasks.ts';
import { told } from '../modules/transfer/index.ts';
import type { Workspaces } from './workspaces.ts';

const SAMPLE = 5;

/** Copies of the personal workspace: listed, made, and gone back to. */
export class BackupService {
  constructor(private readonly workspaces: Workspaces) {}

  async list(): Promise<{ items: BackupItem[] }> {
    return { items: [...(await this.workspaces.personal.store.backups.list())] };
  }

  make(): Promise<BackupItem> {
    return this.workspaces.personal.store.backups.make('manual');
  }

  /** Says what going back changes, and unless it is a preview, does it after a copy of now. */
  async restore(id: string, preview: boolean): Promise<ImportAnswer> {
    const { store, domain } = this.workspaces.personal;
    const content = await store.backups.read(id);
    const answer = await difference(store.tasks.all(), content);
    if (preview) return answer;
    await store.backups.make('restore');
    await store.replaceAll(content);
    domain.publish({ kind: 'tasks.changed', seers: null });
    return answer;
  }
}

/** What there is now against what a copy holds: `created` come back, `updated` go back, a warning counts what goes. */
async function difference(current: AsyncIterable<TaskRecord>, copy: WorkspaceContent): Promise<ImportAnswer> {
  const wanted = new Map(copy.tasks.map((task) => [task.id, task]));
  let same = 0;
  let updated = 0;
  let gone = 0;
  for await (const task of current) {
    const before = wanted.get(task.id);
    if (!before) gone++;
    else if (before.version === task.version && before.updatedAt === task.updatedAt) same++;
    else updated++;
  }
  return {
    created: copy.tasks.length - same - updated,
    updated,
    skipped: same,
    warnings: told(gone > 0 ? [{ code: 'NEWER_GO', params: { count: gone } }] : []),
    sample: copy.tasks.slice(0, SAMPLE).map(({ title, status, priority, dueDate, dueAllDay, source }) => ({
      title,
      status,
      priority,
      dueDate,
      dueAllDay,
      list: source?.list ?? null,
    })),
  };
}
