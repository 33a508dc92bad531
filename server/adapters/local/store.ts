import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { isoNow } from '../../ports/clock.ts';
import { LocalBackups } from './backups.ts';
import { Compaction } from './compaction.ts';
import { EventIndex } from './event-index.ts';
import { loadFailure, openFailure, StoreOpenError } from './failures.ts';
import { readWhole, realFiles, replaceWhole, type FileSystem } from './files.ts';
import { AskedPages } from './first-pages.ts';
import { HeadKeeper } from './head-keeper.ts';
import { readHead, type Head } from './head.ts';
import type { LocalStore, LocalStoreOptions, WorkspaceContent } from './index.ts';
import { loadAll, missingFiles } from './load.ts';
import { acquireLock, type FolderLock } from './lock.ts';
import { fileName, type Log } from './log.ts';
import { SCHEMA, type Meta, type Operation } from './operations.ts';
import { Quarantine } from './quarantine.ts';
import { layoutOf, readHeader, type Layout } from './recovery.ts';
import { operationsOf } from './snapshot.ts';
import { judgeEdit, LocalReplicaStore } from './replica.store.ts';
import { StoreCore } from './store-core.ts';
import { LocalEventStore, LocalNotificationStore, LocalStateStore, LocalUserStore } from './stores.ts';
import { LocalTaskStore } from './task.store.ts';
import { Views } from './views.ts';
import { Writer } from './writer.ts';

const HOUR = 3_600_000;
/** Holds the version of the app that wrote the folder last. */
const VERSION_FILE = 'version';

/** What stands once everything is loaded. */
interface Parts {
  readonly log: Log;
  readonly writer: Writer;
  readonly keeper: HeadKeeper;
  readonly compaction: Compaction;
}

/**
 * Opens the store in a folder, or makes one there: takes the lock, finds out who it is and which rows are certain, answers,
 * and loads the rest behind. Throws StoreOpenError.
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const files = options.files ?? realFiles;
  const { folder } = options;
  let lock: FolderLock | null = null;
  try {
    await files.makeFolder(folder);
    const taken = await acquireLock(folder, files);
    if ('heldBy' in taken) {
      const { pid, host } = taken.heldBy;
      const holder = { pid: String(pid), host, folder };
      throw new StoreOpenError(
        host === files.machine.host
          ? { code: 'LOCKED', params: holder }
          : { code: 'LOCKED_ELSEWHERE', params: { ...holder, file: path.join(folder, 'lock') } },
      );
    }
    lock = taken.lock;
    return await open(options, files, lock);
  } catch (error) {
    await lock?.release().catch(() => undefined);
    throw openFailure(error, folder);
  }
}

async function metaOf(
  files: FileSystem,
  folder: string,
  layout: Layout,
  head: Head | null,
): Promise<Meta | null> {
  const names = [
    ...layout.logs.toReversed().map((number) => fileName('log', number)),
    ...layout.snapshots.toReversed().map((number) => fileName('snapshot', number)),
    ...layout.events.toReversed().map((number) => fileName('events', number)),
  ];
  for (const name of names) {
    const header = await readHeader(files, path.join(folder, name));
    if (!header) continue;
    if (header.schema > SCHEMA) throw new StoreOpenError({ code: 'TOO_NEW', params: { folder } });
    return header.meta;
  }
  return head?.header.meta ?? null;
}

async function open(options: LocalStoreOptions, files: FileSystem, lock: FolderLock): Promise<LocalStore> {
  const { folder, clock, version, backups: keepsCopies = true } = options;
  const names = await files.names(folder);
  for (const name of names.filter((one) => one.endsWith('.tmp'))) await files.remove(path.join(folder, name));
  const layout = layoutOf(names);
  const writtenBy = version && (await readWhole(files, path.join(folder, VERSION_FILE)))?.toString('utf8');
  const head = await readHead(files, folder);
  const meta = (await metaOf(files, folder, layout, head)) ?? {
    instanceId: randomUUID(),
    epoch: randomUUID(),
    createdAt: isoNow(clock),
  };
  const views = new Views();
  const events = new EventIndex(files, folder);
  const quarantine = new Quarantine(files, folder);
  await quarantine.open();
  await missingFiles(layout, head, names, quarantine);
  const certain = head && (await isCertain(files, folder, layout, meta, head)) ? head : null;

  let closing = false;
  const asked = new AskedPages([...(head?.pages.values() ?? [])]);
  const loading = (async (): Promise<Parts> => {
    const { log, logBytes, snapshotBytes } = await loadAll({
      files,
      folder,
      meta,
      layout,
      head,
      views,
      events,
      quarantine,
    });
    const writer = new Writer(log, views, events, () => {
      compaction.check();
      keeper.soon();
    });
    const keeper = new HeadKeeper(files, folder, meta, log, writer, views, asked);
    const grown = [logBytes, snapshotBytes] as const;
    const compaction = new Compaction(files, folder, meta, log, writer, views, events, ...grown);
    return { log, writer, keeper, compaction };
  })().catch((error: unknown) => {
    throw loadFailure(error);
  });
  // A new folder must take its first file before anybody is told that it is a store.
  if (layout.logs.length === 0)
    await loading.catch((error: Error) => {
      throw openFailure(error.cause, folder);
    });
  loading.catch(() => undefined);
  const writing = loading.then(({ writer }) => writer);
  writing.catch(() => undefined);
  const core = new StoreCore(views, writing, certain, asked);

  const backups = new LocalBackups(files, folder, clock, async () => {
    await core.loadedViews();
    const moment = views.moment();
    const count = events.length;
    async function* everything(): AsyncGenerator<Operation> {
      yield* operationsOf(moment);
      for (let number = 0; number < count; number++) {
        const event = await events.read(number);
        if (event) yield { op: 'event', event };
      }
    }
    return { tasks: moment.tasks.length, operations: everything() };
  });

  const replaceAll = async (content: WorkspaceContent): Promise<void> => {
    const { compaction } = await loading;
    await compaction.without(() =>
      core.submit(() => ({ operations: replacementOf(content), result: undefined }), true),
    );
  };

  const loaded = (async (): Promise<void> => {
    const { keeper } = await loading;
    if (keepsCopies && events.length + views.index.size === 0) await recoverFromBackup();
    if (!certain) void keeper.save();
  })();
  loaded.catch(() => undefined);

  /** Whole files gone and nothing left: better the last good copy than an empty list. */
  async function recoverFromBackup(): Promise<void> {
    if (quarantine.notices.length === 0) return;
    const copy = await backups.newest();
    if (!copy || copy.item.tasks === 0) return;
    await replaceAll(copy.content);
    const { id, at, tasks: count } = copy.item;
    await quarantine.tell(`recovered-${id}`, { code: 'COPY_OPENED', params: { at, count } });
  }

  /** Its moment is taken before the first write of this version can have reached the disk. */
  async function copyBeforeUpgrade(): Promise<void> {
    if (!version || version === writtenBy) return;
    if (keepsCopies && views.index.size > 0) await backups.make('upgrade');
    await replaceWhole(files, path.join(folder, VERSION_FILE), Buffer.from(version));
  }

  let changedSince = 0;
  const daily = async (): Promise<void> => {
    const { sequence } = (await loading).log.position;
    if (!keepsCopies || closing || views.index.size === 0 || sequence === changedSince) return;
    await backups.daily();
    changedSince = sequence;
  };
  const hourly = setInterval(() => void daily().catch(() => undefined), HOUR).unref();
  const firstDaily = loaded
    .then(copyBeforeUpgrade)
    .then(daily)
    .catch(() => undefined);

  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    closing = true;
    clearInterval(hourly);
    const parts = await loaded.then(() => loading).catch(() => null);
    await parts?.writer.close();
    await parts?.compaction.close();
    await firstDaily;
    await backups.close();
    await parts?.keeper.close();
    await parts?.log.close().catch(() => undefined);
    await events.close();
    await quarantine.close();
    // What is left of it is recognised as stale: its process is gone.
    await lock.release().catch(() => undefined);
  };

  return {
    meta,
    lock,
    tasks: new LocalTaskStore(core),
    users: new LocalUserStore(core),
    events: new LocalEventStore(core, events),
    notifications: new LocalNotificationStore(core),
    state: new LocalStateStore(core),
    backups,
    replica: {
      tasks: new LocalTaskStore(core, judgeEdit),
      notifications: new LocalNotificationStore(core, (ids) => [{ op: 'read', ids }]),
      sync: new LocalReplicaStore(core, () => [...quarantine.found]),
    },
    notices: quarantine.notices,
    dismissNotice: (id) => quarantine.dismiss(id),
    loaded,
    replaceAll,
    close: () => (closed ??= close()),
  };
}

/** Whether the head describes the very end of this store's log, so that nothing can have changed since. */
async function isCertain(
  files: FileSystem,
  folder: string,
  layout: Layout,
  { instanceId, epoch }: Meta,
  { header }: Head,
): Promise<boolean> {
  if (header.meta.instanceId !== instanceId || header.meta.epoch !== epoch) return false;
  if (layout.logs.at(-1) !== header.number) return false;
  const file = await files.open(path.join(folder, fileName('log', header.number)), 'read');
  try {
    return (await file.size()) === header.length;
  } finally {
    await file.close();
  }
}

function replacementOf(content: WorkspaceContent): Operation[] {
  const operations: Operation[] = [{ op: 'clear' }];
  for (const user of content.users) operations.push({ op: 'user', user });
  for (const [userId, values] of Object.entries(content.state))
    for (const [key, value] of Object.entries(values)) operations.push({ op: 'state', userId, key, value });
  for (const notification of content.notifications) operations.push({ op: 'notification', notification });
  for (const task of content.tasks) operations.push({ op: 'task', task });
  for (const event of content.events) operations.push({ op: 'event', event });
  return operations;
}
