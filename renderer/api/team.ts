import { profileQuery } from './people.ts';
import { accountSettings } from './settings-store.ts';
import type { Access } from './access.ts';
import { openSession, type WorkspaceSession } from './workspace.tsx';

/** Opens the team that this server serves, as the person who has signed in. Give it back with `close`. */
export function openTeam(origin: string, access: Access): WorkspaceSession {
  const session: WorkspaceSession = openSession({
    id: 'team',
    origin,
    namespace: '/tasks',
    call: access.call,
    pass: access,
    settings: accountSettings(access.call),
    workspaces: async () => {
      const me = await session.queries.ensureQueryData(profileQuery(session));
      return [
        {
          id: 'team',
          kind: 'team',
          name: new URL(origin).host,
          url: origin,
          ...(me.email ? { user: me.email } : {}),
          status: { state: 'synced', waiting: 0, conflicts: 0, syncedAt: null },
          notices: [],
        },
      ];
    },
    account: access,
  });
  return session;
}
