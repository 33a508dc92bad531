import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { updateProfile } from '../../../server/contract/users.ts';
import { useMe } from '../../api/people.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useIsTeam } from '../../api/workspaces.ts';

/**
 * Tells a team where its person is, as long as it does not know: a whole day reminds at nine there, not where the server
 * stands. In a personal workspace the server is this very machine.
 */
export function useOwnZone(): void {
  const { call } = useWorkspace();
  const queries = useQueryClient();
  const isTeam = useIsTeam();
  const me = useMe();
  const isUnknown = isTeam && me !== undefined && me.profile.tz === undefined;
  useEffect(() => {
    if (!isUnknown) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    call(updateProfile, { body: { tz: timeZone } }).then(
      (user) => queries.setQueryData(queryKeys.profile, user),
      // A team that is away is told at another start.
      () => undefined,
    );
  }, [isUnknown, call, queries]);
}
