import { createHash } from 'node:crypto';
import type { Loss } from '../contract/joining.ts';
import type { ReplicaRecord, ReplicaStore } from '../modules/replica/index.ts';

/** How a record waits, so that one more word typed into it is another. */
const stateOf = ({ task, sent, next, refused }: ReplicaRecord): string =>
  [task.id, task.version, ...[sent, next, refused].map((slot) => slot?.order ?? '')].join();

/** What nobody else has: edits that the team has not got, and the texts of conflicts that nobody has decided. */
export async function lossOf(sync: ReplicaStore): Promise<Loss> {
  const [waiting, conflicts] = await Promise.all([sync.waiting(), sync.conflicts()]);
  const all = [...waiting.map(stateOf), ...conflicts.map(({ id }) => id)];
  const mark = createHash('sha256').update(all.sort().join('\n')).digest('base64url');
  return { waiting: waiting.length, conflicts: conflicts.length, mark };
}

/** The same in words. */
export function lossWords({ waiting, conflicts }: Loss): string {
  const edits = waiting === 1 ? 'One change has not been sent' : `${waiting} changes have not been sent`;
  const texts = conflicts === 1 ? 'one conflict is undecided' : `${conflicts} conflicts are undecided`;
  if (conflicts === 0) return `${edits} yet.`;
  if (waiting === 0) return `${texts[0]?.toUpperCase() ?? ''}${texts.slice(1)}.`;
  return `${edits}, and ${texts}.`;
}
