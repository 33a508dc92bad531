import * as z from 'zod/mini';
import { Secret, Uuid, WorkspaceId } from './primitives.ts';

/** The scheme of links that open the app. */
export const SCHEME = 'taskflow';

/**
 * Where the app is asked to go from outside of its window: by a link, or by a click on a notification. Anyone may make a
 * link, so each of these only shows something.
 */
export const Destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('task'), workspaceId: WorkspaceId, taskId: Uuid }),
  /** The dialog that adds a team, with an invitation filled in. */
  z.object({ kind: z.literal('join'), invite: Secret }),
  z.object({ kind: z.literal('inbox') }),
]);
export type Destination = z.infer<typeof Destination>;

/** The link of a task, for this device only: a workspace has another id in each app. */
export const taskLink = (workspaceId: string, taskId: string): string =>
  `${SCHEME}://task/${workspaceId}/${taskId}`;

/** More than the longest that is one. */
const LINK_CHARS = 200;

/** A slash at the end of a name comes and goes with the program that a link came through. */
const LINK = /^taskflow:\/\/(?:join\/?#(?<invite>.+)|task\/(?<workspaceId>[^/]+)\/(?<taskId>[^/]+)\/?)$/i;

/** Where a link leads: `taskflow://task/WORKSPACE/TASK`, `taskflow://join#TOKEN`; null: it is not exactly one of these. */
export function destinationIn(link: string): Destination | null {
  const parts = link.length > LINK_CHARS ? undefined : LINK.exec(link)?.groups;
  if (!parts) return null;
  const { invite, workspaceId, taskId } = parts;
  const asked = invite === undefined ? { kind: 'task', workspaceId, taskId } : { kind: 'join', invite };
  return Destination.safeParse(asked).data ?? null;
}
