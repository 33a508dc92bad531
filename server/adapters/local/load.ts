import path from 'node:path';
import type { EventIndex } from './event-index.ts';
import type { FileSystem, OpenFile } from './files.ts';
import type { Head } from './head.ts';
import { fileName, Log } from './log.ts';
import type { FileHeader, Meta } from './operations.ts';
import type { Quarantine } from './quarantine.ts';
import { readHeader, Recovery, type FileReport, type Layout, type Source } from './recovery.ts';
import type { Views } from './views.ts';

interface Loading {
  readonly files: FileSystem;
  readonly folder: string;
  readonly meta: Meta;
  readonly layout: Layout;
  readonly head: Head | null;
  readonly views: Views;
  readonly events: EventIndex;
  readonly quarantine: Quarantine;
}

/** Tells of files that should be there and are not: an empty list must never look like the truth. */
export async function missingFiles(
  layout: Layout,
  head: Head | null,
  names: readonly string[],
  quarantine: Quarantine,
): Promise<void> {
  const { logs, snapshots } = layout;
  if (logs.length === 0) {
    if (head || snapshots.length > 0 || layout.events.length > 0 || names.includes('backups'))
      await quarantine.tell(`no-log-${snapshots.at(-1) ?? 0}`, { code: 'LATEST_GONE' });
    return;
  }
  const first = snapshots.at(-1) ?? 1;
  const last = Math.max(logs.at(-1) as number, head?.header.number ?? 0);
  for (let number = first; number <= last; number++) {
    const file = fileName('log', number);
    if (!logs.includes(number))
      await quarantine.tell(`gone-${file}`, { code: 'FILE_GONE', params: { file } });
  }
}

/** Brings everything into the views: the newest snapshot, its events, and the logs behind it. */
export async function loadAll(
  loading: Loading,
): Promise<{ readonly log: Log; readonly logBytes: number; readonly snapshotBytes: number }> {
  const { files, folder, meta, layout, head, views, events, quarantine } = loading;
  const recovery = new Recovery(files, folder, views, events, quarantine);
  const headers = new Map<number, FileHeader | null>();
  for (const number of layout.logs)
    headers.set(number, await readHeader(files, path.join(folder, fileName('log', number))));
  const acknowledged = Math.max(
    head?.header.sequence ?? 0,
    ...[...headers.values()].map((header) => header?.sequence ?? 0),
  );
  const readLog = (number: number, take: Source['take'], keep: boolean): Promise<FileReport> => {
    const previous = headers.get(number + 1)?.previous;
    const header = headers.get(number);
    return recovery.read({
      kind: 'log',
      number,
      take,
      keep,
      acknowledged,
      ...(previous?.number === number && { limit: previous.length }),
      ...(header && { after: header.sequence }),
    });
  };
  const readFile = (kind: 'snapshot' | 'events', number: number, keep: boolean): Promise<FileReport> =>
    recovery.read({ kind, number, take: kind === 'events' ? 'events' : 'state', keep, acknowledged: 0 });

  const snapshot = layout.snapshots.at(-1) ?? 0;
  const before = layout.snapshots.at(-2) ?? 0;
  const between = layout.logs.filter((number) => number >= before && number < snapshot);
  let snapshotBytes = 0;
  if (snapshot > 0) {
    let report = await readFile('snapshot', snapshot, false);
    snapshotBytes = report.size;
    if (!report.whole) {
      // The generation before and the logs since then say the same; what is readable of the newest comes on top.
      await views.apply([{ op: 'clear' }], () => ({ file: 0, offset: 0, length: 0 }));
      let healed = before > 0 ? (await readFile('snapshot', before, false)).whole : between.includes(1);
      for (const number of between) healed = (await readLog(number, 'state', false)).whole && healed;
      report = await readFile('snapshot', snapshot, true);
      await quarantine.tell(`${fileName('snapshot', snapshot)}-${report.size}`, {
        code: healed ? 'HEALED' : 'DAMAGED',
      });
    }
  }
  const listed = await readHeader(files, path.join(folder, fileName('snapshot', snapshot)));
  for (const number of listed?.events ?? layout.events) {
    const from = events.length;
    const report = await readFile('events', number, true);
    if (report.whole || number !== snapshot || between.length === 0) continue;
    events.truncate(from);
    for (const log of between) await readLog(log, 'events', false);
  }

  let logBytes = 0;
  let last: FileReport | null = null;
  for (const number of layout.logs.filter((one) => one >= snapshot)) {
    last = await readLog(number, 'all', true);
    logBytes += last.size;
    const file = fileName('log', number);
    const known = head?.header.number === number ? (head.header.length ?? 0) : 0;
    if (last.size === 0) await quarantine.tell(`${file}-empty`, { code: 'FILE_EMPTY', params: { file } });
    else if (last.size < known)
      await quarantine.tell(`${file}-short`, { code: 'FILE_SHORTER', params: { file } });
  }
  return { log: await openLog(), logBytes, snapshotBytes };

  /** The last log where its end is certain, else the next one: a damaged file is never written again. */
  async function openLog(): Promise<Log> {
    const number = Math.max(layout.logs.at(-1) ?? 0, snapshot);
    const sequence = Math.max(last?.sequence ?? 0, acknowledged, listed?.sequence ?? 0);
    const position = { number, length: last?.length ?? 0, sequence };
    if (!last || last.length !== last.size || !headers.get(number)) {
      const log = new Log(files, folder, meta, null, position);
      await log.startNext();
      return log;
    }
    const file: OpenFile = await files.open(path.join(folder, fileName('log', number)), 'write');
    // What a killed process had written but not synced is shown from now on, so it must stay.
    await file.datasync();
    return new Log(files, folder, meta, file, position);
  }
}
