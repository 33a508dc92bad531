import {
  Archive,
  Bell,
  ChevronLeft,
  CircleUserRound,
  Contrast,
  Import,
  Info,
  KeyRound,
  Keyboard,
  Laptop,
  MailPlus,
  MonitorSmartphone,
  Plus,
  Users,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import type { TFunction } from 'i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, useNavigate, useParams } from 'react-router';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { useMe } from '../../api/people.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { useIsTeam, useReplica, useWorkspaceItem } from '../../api/workspaces.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TransferPage } from '../transfer/index.tsx';
import { openJoin } from '../workspaces/index.ts';
import { AboutPage } from './about-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { BackupsPage } from './backups-page.tsx';
import { ConnectionPage } from './connection-page.tsx';
import { DevicesPage } from './devices-page.tsx';
import { InvitesPage } from './invites-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { NotificationsPage } from './notifications-page.tsx';
import { PasswordPage } from './password-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { PersonalPage } from './personal-page.tsx';
import { ProfilePage } from './profile-page.tsx';

interface Entry {
  readonly path: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly page: ReactNode;
}

interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Whether another team can be added there. */
  readonly adds?: boolean;
}

/** What administrators of a team look after. */
const teamSection = (t: TFunction<'team'>): Section => ({
  title: t('title'),
  entries: [
    { path: 'people', icon: Users, label: t('people.title'), page: <PeoplePage /> },
    { path: 'invitations', icon: MailPlus, label: t('invites.title'), page: <InvitesPage /> },
  ],
});

/** The workspace that is shown: where it lies, or how its team is reached. */
const workspaceSection = (
  t: TFunction<'settings'>,
  joining: TFunction<'joining'>,
  replica: WorkspaceItem | null,
): Section => ({
  title: replica?.name ?? t('workspaces'),
  entries: replica
    ? [
        {
          path: 'connection',
          icon: Waypoints,
          label: joining('page.title'),
          page: <ConnectionPage key={replica.id} item={replica} />,
        },
      ]
    : [{ path: 'personal', icon: Laptop, label: t('personal.title'), page: <PersonalPage /> }],
});

/** Settings: a sidebar of its own, one page at a time; Esc goes back to where one came from. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { t: transfer } = useTranslation('transfer');
  const { t: team } = useTranslation('team');
  const { t: joining } = useTranslation('joining');
  const page = useParams()['*'];
  const navigate = useNavigate();
  const leave = (): void => void navigate('/tasks');
  useKey('closeLayer', leave);

  const { account } = useWorkspace();
  const opened = useOpenWorkspaces();
  const isTeam = useIsTeam();
  const replica = useReplica();
  const item = useWorkspaceItem();
  const me = useMe();
  const isAdmin = me?.role === 'admin';
  const sections: readonly Section[] = [
    {
      title: t('you'),
      entries: [
        { path: 'profile', icon: CircleUserRound, label: t('profile.title'), page: <ProfilePage /> },
        ...(isTeam
          ? [
              { path: 'password', icon: KeyRound, label: team('password.title'), page: <PasswordPage /> },
              {
                path: 'devices',
                icon: MonitorSmartphone,
                label: team('devices.title'),
                page: <DevicesPage />,
              },
            ]
          : []),
        { path: 'appearance', icon: Contrast, label: t('appearance.title'), page: <AppearancePage /> },
        { path: 'notifications', icon: Bell, label: t('notifications.title'), page: <NotificationsPage /> },
        { path: 'keys', icon: Keyboard, label: t('keyboard.title'), page: <KeysPage /> },
      ],
    },
    ...(isTeam && isAdmin ? [teamSection(team)] : []),
    ...(account ? [] : [{ ...workspaceSection(t, joining, replica), adds: opened !== null }]),
    {
      title: t('device'),
      entries: [
        { path: 'transfer', icon: Import, label: transfer('title'), page: <TransferPage /> },
        ...(isTeam
          ? []
          : [{ path: 'backups', icon: Archive, label: transfer('backups.title'), page: <BackupsPage /> }]),
        { path: 'about', icon: Info, label: t('about.nav'), page: <AboutPage /> },
      ],
    },
  ];
  const current = sections.flatMap((section) => section.entries).find((entry) => entry.path === page);
  // Which pages there are depends on what kind of workspace it is.
  if (!current && !item) return null;
  if (!current) return <Navigate to="/settings/appearance" replace />;

  return (
    <div className="window">
      <aside className="side set">
        <button type="button" className="nav back" onClick={leave}>
          <Icon of={ChevronLeft} />
          <span>{t('title')}</span>
          <kbd aria-hidden>Esc</kbd>
        </button>
        <nav aria-label={t('title')}>
          {sections.map((section) => (
            <div key={section.title} className="section">
              <h2>{section.title}</h2>
              {section.entries.map((entry) => (
                <NavLink
                  key={entry.path}
                  to={`/settings/${entry.path}`}
                  replace
                  title={entry.label}
                  className={({ isActive }) => (isActive ? 'nav on' : 'nav')}
                >
                  <Icon of={entry.icon} />
                  <span>{entry.label}</span>
                </NavLink>
              ))}
              {section.adds && (
                <button type="button" className="nav" onClick={() => openJoin()}>
                  <Icon of={Plus} />
                  <span>{joining('add')}</span>
                </button>
              )}
            </div>
          ))}
        </nav>
      </aside>
      <main className="settings" id="content" tabIndex={-1}>
        <div className="page">{current.page}</div>
      </main>
    </div>
  );
}
