import { taskLink } from '../../server/contract/destinations.ts';
import type { WorkspaceSession } from './workspace.tsx';
import { workspacesQuery } from './workspaces.ts';

/**
 * The links of tasks, for notes and messages. Of a team that has a server: the address there, which everybody of the team
 * opens. Else under the shell a link into this app, whose server has another port with each start; a browser has nothing
 * but the page's own address.
 */
export async function taskLinks(
  session: WorkspaceSession,
  ids: readonly string[],
  inShell: boolean,
): Promise<readonly string[]> {
  const team = await teamServer(session);
  if (team !== null) return ids.map((id) => `${team}/tasks/${id}`);
  if (inShell) return ids.map((id) => taskLink(session.id, id));
  return ids.map((id) => `${session.origin}${session.base}/tasks/${id}`);
}

/** The origin of the team's server that a workspace of this app was joined by; null where it is none. */
async function teamServer(session: WorkspaceSession): Promise<string | null> {
  if (session.account !== null) return null;
  const there = await session.queries.ensureQueryData(workspacesQuery(session));
  return there.find(({ id }) => id === session.id)?.url ?? null;
}
