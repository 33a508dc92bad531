import { t } from '../i18n/index.ts';
import { profileQuery } from './people.ts';
import { accountSettings } from './settings-store.ts';
import type { Access } from './access.ts';
import { openSession, type WorkspaceSession } from './workspace.tsx';

/** A team is called as its address is; an address in figures is no name. */
const teamName = (host: string): string =>
  host === 'localhost' || /^[\d.]+$|^\[/.test(host) ? t('team:title') : host;

/** Opens the team that this server serves, as the person who has signed in. Give it back with `close`. */
export function openTeam(origin: string, access: Access): WorkspaceSession {
  const session: WorkspaceSession = openSession({
    id: 'team',
    origin,
    base: '',
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
          name: teamName(new URL(origin).hostname),
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
