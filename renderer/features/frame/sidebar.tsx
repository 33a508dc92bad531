import {
  Activity,
  Bookmark,
  ChartNoAxesColumn,
  CircleQuestionMark,
  CircleUserRound,
  GitCompare,
  Inbox,
  List,
  Plus,
  Settings,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { useHasNews } from '../../api/others.ts';
import { useReplica, useWorkspaceItem } from '../../api/workspaces.ts';
import { number } from '../../i18n/dates.ts';
import type { BindingId } from '../../keys/bindings.ts';
import { dispatcher, keyText } from '../../keys/use-key.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { StatusPill } from '../sync/index.ts';
import { WorkspaceMenu } from '../workspaces/index.ts';
import { useMineCount, useOpenCount, useUnread } from './counts.ts';
import { SavedCount } from './saved-count.tsx';
import { savedIn, useSavedViews } from './saved-views.ts';

interface NavProps {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keyOf?: BindingId;
  readonly className?: string;
  /** Whether this is the place one is at, where the path alone does not say. */
  readonly isOn?: boolean | undefined;
  /** What is new there: for the ear, and for the eye also where the sidebar is a strip. */
  readonly news?: { readonly words: string; readonly mark: ReactNode } | false;
  readonly children?: ReactNode;
}

function Nav({ to, icon, label, keyOf, className = '', isOn, news, children }: NavProps) {
  const words = news ? `${label}, ${news.words}` : label;
  return (
    <NavLink
      to={to}
      className={({ isActive }) => `nav${(isOn ?? isActive) ? ' on' : ''} ${className}`.trimEnd()}
      {...(isOn === undefined ? {} : { 'aria-current': isOn ? ('page' as const) : undefined })}
      title={keyOf ? `${words}  ${keyText(keyOf)}` : words}
      {...(news ? { 'aria-label': words } : {})}
    >
      <Icon of={icon} />
      <span>{label}</span>
      {children}
      {news && news.mark}
    </NavLink>
  );
}

function Count({ of: count }: { of: number | undefined }) {
  return count ? <span className="n">{number(count)}</span> : null;
}

/** The side of the window: workspace, new task, places, saved views, state. Under 960 px a strip of icons. */
export function Sidebar() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const unread = useUnread();
  const open = useOpenCount();
  const mine = useMineCount();
  const [views] = useSavedViews();
  const workspace = useWorkspaceItem();
  const replica = useReplica();
  const hasNews = useHasNews();
  const place = useLocation();
  const here = savedIn(views, place);
  return (
    <aside className="side">
      <WorkspaceMenu />
      <button
        className="new"
        type="button"
        aria-label={t('newTask')}
        onClick={() => dispatcher.run('newTask')}
      >
        <Icon of={Plus} />
        <span>{t('newTask')}</span>
        <Kbd of="newTask" />
      </button>
      <nav aria-label={t('nav.label')}>
        <Nav
          to="/inbox"
          icon={Inbox}
          label={t('nav.inbox')}
          keyOf="goInbox"
          news={
            unread > 0 && {
              words: t('nav.unread', { count: unread }),
              mark: (
                <b className="num" aria-hidden>
                  {unread > 99 ? '99+' : unread}
                </b>
              ),
            }
          }
        />
        <Nav to="/my-work" icon={CircleUserRound} label={t('nav.myWork')} keyOf="goMine">
          <Count of={mine} />
        </Nav>
        <h2>{workspace?.name || t('workspace.personal')}</h2>
        <Nav to="/tasks" icon={List} label={t('nav.tasks')} isOn={here ? false : undefined}>
          <Count of={open} />
        </Nav>
        <Nav
          to="/activity"
          icon={Activity}
          label={t('nav.activity')}
          // Whoever is there sees it.
          news={
            hasNews &&
            place.pathname !== '/activity' && {
              words: t('nav.news'),
              mark: <i className="dot" aria-hidden />,
            }
          }
        />
        <Nav to="/insights" icon={ChartNoAxesColumn} label={t('nav.insights')} />
        {views.length > 0 && <h2>{t('nav.savedViews')}</h2>}
        {views.map((view) => (
          <Nav
            key={view.id}
            to={view.to}
            icon={Bookmark}
            label={view.name}
            className="view"
            isOn={view === here}
          >
            <SavedCount of={view} />
          </Nav>
        ))}
        <div className="gap" />
        {replica && (
          <Nav to="/conflicts" icon={GitCompare} label={t('nav.conflicts')}>
            <Count of={replica.status.conflicts} />
          </Nav>
        )}
        <Nav to="/trash" icon={Trash2} label={t('nav.trash')} />
      </nav>
      <footer>
        <StatusPill />
        <span className="grow" />
        <IconButton
          label={t('nav.keys')}
          keyOf="cheatSheet"
          className="help"
          onPress={() => dispatcher.run('cheatSheet')}
        >
          <Icon of={CircleQuestionMark} />
        </IconButton>
        <IconButton label={t('nav.settings')} keyOf="goSettings" onPress={() => void navigate('/settings')}>
          <Icon of={Settings} />
        </IconButton>
      </footer>
    </aside>
  );
}
