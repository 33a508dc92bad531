import { useQuery } from '@tanstack/react-query';
import type { WorkspaceItem } from '../../server/contract/app.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

/** Milliseconds between looks at how the teams are doing, while the window is seen. It asks this device, not the network. */
const LOOK_MS = 2000;

export const workspacesQuery = (session: WorkspaceSession) => ({
  queryKey: queryKeys.workspaces,
  queryFn: ({ signal }: { signal: AbortSignal }) => session.workspaces(signal),
});

/** Whether a workspace is a copy of a team's, kept in step in the background. */
export const isReplica = (item: Pick<WorkspaceItem, 'kind' | 'status'>): boolean =>
  item.kind !== 'personal' && item.status.state !== 'local';

/** The workspaces of this app, and how each is doing. */
export function useWorkspaces(): readonly WorkspaceItem[] {
  const session = useWorkspace();
  const { data } = useQuery({
    ...workspacesQuery(session),
    // On a team's own server there is but one, whose state is the socket's.
    refetchInterval: (query) =>
      session.account === null && query.state.data?.some(isReplica) ? LOOK_MS : false,
  });
  return data ?? [];
}

/** The workspace that is shown, with its state and notices; undefined until it is known. */
export function useWorkspaceItem(): WorkspaceItem | undefined {
  const { id } = useWorkspace();
  return useWorkspaces().find((item) => item.id === id);
}

/** The workspace that is shown, where it is a copy of a team's; else null. */
export function useReplica(): WorkspaceItem | null {
  const { account } = useWorkspace();
  const item = useWorkspaceItem();
  return account === null && item && isReplica(item) ? item : null;
}

/** Whether several people work here, in the app or on a team's own server. */
export function useIsTeam(): boolean {
  const { account } = useWorkspace();
  const item = useWorkspaceItem();
  return account !== null || (item !== undefined && item.kind !== 'personal');
}
