import { useQuery } from '@tanstack/react-query';
import { newestOfOthers } from '../../server/contract/events.ts';
import { LOOKED_KEY, type Looked } from '../../server/contract/state.ts';
import { isNews } from './others-watch.ts';
import { queryKeys } from './query-keys.ts';
import { storedQuery } from './stored.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';
import { useIsTeam } from './workspaces.ts';

const othersQuery = ({ call }: Pick<WorkspaceSession, 'call'>) => ({
  queryKey: queryKeys.others,
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await call(newestOfOthers, {}, { signal })).newest,
});

/** Whether somebody else has changed something that this person has not looked at yet. Never in a personal workspace. */
export function useHasNews(): boolean {
  const session = useWorkspace();
  const isTeam = useIsTeam();
  const newest = useQuery({ ...othersQuery(session), enabled: isTeam });
  const looked = useQuery({ ...storedQuery(session, LOOKED_KEY), enabled: isTeam });
  return isTeam && looked.isSuccess && isNews(newest.data, looked.data);
}

/** Keeps that the person has looked at everything there is by now, for all their windows. Throws ApiError. */
export async function lookedAtOthers(session: WorkspaceSession): Promise<void> {
  const { queries, stored } = session;
  const newest = await queries.fetchQuery({ ...othersQuery(session), staleTime: 0 });
  if (newest === null || !isNews(newest, queries.getQueryData(queryKeys.state(LOOKED_KEY)))) return;
  const looked: Looked = { newest };
  queries.setQueryData(queryKeys.state(LOOKED_KEY), looked);
  stored.put(LOOKED_KEY, looked);
}
