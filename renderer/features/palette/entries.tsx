import {
  Activity,
  Bell,
  Bookmark,
  CalendarClock,
  CalendarDays,
  CalendarRange,
  CalendarOff,
  ChartNoAxesColumn,
  CircleCheck,
  CircleQuestionMark,
  CircleUserRound,
  Eye,
  FilterX,
  FolderSync,
  GitCompare,
  Inbox,
  Link,
  List,
  ListFilter,
  ListPlus,
  Monitor,
  Moon,
  PanelLeft,
  PanelRight,
  PencilLine,
  Plus,
  Redo2,
  RotateCcw,
  Search,
  Settings,
  SignalHigh,
  SquareKanban,
  Table2,
  Sun,
  Trash2,
  Undo2,
  UserRoundCheck,
  UserRoundPlus,
  Waypoints,
  CircleDot,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PRIORITIES, STATUSES, type Task, type TaskSet } from '../../../server/contract/tasks.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { useMe, usePeople } from '../../api/people.ts';
import { useUpdateSettings } from '../../api/settings.ts';
import { taskAddress, useWorkspace } from '../../api/workspace.tsx';
import { isReplica, useReplica, useWorkspaces } from '../../api/workspaces.ts';
import type { BindingId } from '../../keys/bindings.ts';
import { dispatcher } from '../../keys/use-key.tsx';
import { Face, nameOf } from '../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useSavedViews } from '../frame/index.ts';
import { openSync, statusWords } from '../sync/index.ts';
import { useTaskActions } from '../tasks/actions/index.ts';
import { WorkspaceMark, openJoin } from '../workspaces/index.ts';
import type { Section } from './rank.ts';

/** One line of the palette. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly keyOf?: BindingId;
  /** Quiet words at the end. */
  readonly hint?: string;
  /** What stands at the end of a task: due date and face. */
  readonly end?: ReactNode;
  /** Runs when the palette has closed and the focus is back. */
  readonly run: () => void;
}

/** The keys that act on tasks, in the order they are offered. */
const ON_TASKS = [
  ['done', CircleCheck],
  ['status', CircleDot],
  ['priority', SignalHigh],
  ['assignee', UserRoundPlus],
  ['assignToMe', UserRoundCheck],
  ['due', CalendarDays],
  ['rename', PencilLine],
  ['peek', Eye],
  ['delete', Trash2],
  ['restore', RotateCcw],
] as const satisfies readonly (readonly [BindingId, LucideIcon])[];

const IN_WINDOW = [
  ['newTask', Plus],
  ['search', Search],
  ['filter', ListFilter],
  ['clearFilters', FilterX],
  ['selectAll', ListPlus],
  ['undo', Undo2],
  ['redo', Redo2],
  ['sidebar', PanelLeft],
  ['rail', PanelRight],
  ['cheatSheet', CircleQuestionMark],
] as const satisfies readonly (readonly [BindingId, LucideIcon])[];

type Place =
  | 'tasks'
  | 'board'
  | 'table'
  | 'calendar'
  | 'inbox'
  | 'mine'
  | 'today'
  | 'upcoming'
  | 'activity'
  | 'insights'
  | 'trash'
  | 'transfer'
  | 'settings';
const PLACES: readonly (readonly [Place, string, LucideIcon, BindingId?])[] = [
  ['tasks', '/tasks?view=list', List, 'viewList'],
  ['board', '/tasks?view=board', SquareKanban, 'goBoard'],
  ['table', '/tasks?view=table', Table2, 'viewTable'],
  ['calendar', '/tasks?view=calendar', CalendarRange, 'viewCalendar'],
  ['inbox', '/inbox', Inbox, 'goInbox'],
  ['mine', '/my-work', CircleUserRound, 'goMine'],
  ['today', '/my-work?show=today', CalendarDays, 'goToday'],
  ['upcoming', '/my-work?show=upcoming', CalendarClock, 'goUpcoming'],
  ['activity', '/activity', Activity],
  ['insights', '/insights', ChartNoAxesColumn],
  ['trash', '/trash', Trash2],
  ['settings', '/settings', Settings, 'goSettings'],
  ['transfer', '/settings/transfer', FolderSync],
];
const THEMES = [
  ['light', Sun],
  ['dark', Moon],
  ['system', Monitor],
] as const;

/** What can be done to the tasks that the keys mean now. Without a query only the keys; typing finds each value too. */
function useSubjectEntries(
  subject: readonly Task[],
  runnable: ReadonlySet<BindingId>,
  isTyping: boolean,
): readonly Entry[] {
  const { t } = useTranslation(['palette', 'common']);
  const session = useWorkspace();
  const actions = useTaskActions();
  const people = usePeople();
  const me = useMe();
  if (subject.length === 0) return [];
  const keys = ON_TASKS.filter(([id]) => runnable.has(id)).map(([id, icon]): Entry => ({
    id: `key.${id}`,
    label: t(`act.${id}`),
    icon: <Icon of={icon} />,
    keyOf: id,
    run: () => dispatcher.run(id),
  }));
  if (!isTyping || !runnable.has('status')) return keys;
  const ids = subject.map((task) => task.id);
  const set = (change: TaskSet) => () => void actions.update(ids, change);
  const differs = <K extends keyof Task>(field: K, value: Task[K]): boolean =>
    subject.some((task) => task[field] !== value);
  return [
    ...keys,
    ...STATUSES.filter((status) => differs('status', status)).map((status): Entry => ({
      id: `status.${status}`,
      label: t('act.moveTo', { status: t(`common:status.${status}`) }),
      icon: <StatusRing status={status} />,
      run: set({ status }),
    })),
    ...[...PRIORITIES]
      .reverse()
      .filter((priority) => differs('priority', priority))
      .map((priority): Entry => ({
        id: `priority.${priority}`,
        label: t('act.setPriority', { priority: t(`common:priority.${priority}`) }),
        icon: <PriorityBars priority={priority} />,
        run: set({ priority }),
      })),
    ...people
      .filter((person) => person.id !== me?.id && differs('assigneeId', person.id))
      .map((person): Entry => ({
        id: `assign.${person.id}`,
        label: t('act.assignTo', { name: nameOf(person) }),
        icon: <Face person={person} silent />,
        run: set({ assigneeId: person.id }),
      })),
    ...(differs('assigneeId', null)
      ? [
          {
            id: 'assign.none',
            label: t('act.unassign'),
            icon: <Face person={null} silent />,
            run: set({ assigneeId: null }),
          },
        ]
      : []),
    ...(differs('dueDate', null)
      ? [
          {
            id: 'due.none',
            label: t('act.removeDue'),
            icon: <Icon of={CalendarOff} />,
            run: set({ dueDate: null, dueAllDay: false }),
          },
        ]
      : []),
    {
      id: 'copyLink',
      label: t('act.copyLink'),
      icon: <Icon of={Link} />,
      run: () =>
        void navigator.clipboard
          .writeText(ids.map((id) => taskAddress(session, id)).join('\n'))
          .then(() => showToast({ text: t('linkCopied') })),
    },
  ];
}

/** Everything the palette can do but finding tasks: what the keys do, from their registry, and where one can go. */
export function useEntries(
  subject: readonly Task[],
  runnable: ReadonlySet<BindingId>,
  isTyping: boolean,
): readonly Section<Entry>[] {
  const { t } = useTranslation(['palette', 'common']);
  const { t: joining } = useTranslation('joining');
  const navigate = useNavigate();
  const session = useWorkspace();
  const opened = useOpenWorkspaces();
  const workspaces = useWorkspaces();
  const replica = useReplica();
  const [views] = useSavedViews();
  const update = useUpdateSettings();
  const onSubject = useSubjectEntries(subject, runnable, isTyping);
  const go = (to: string) => () => void navigate(to);
  return [
    { id: 'subject', entries: onSubject },
    {
      id: 'go',
      entries: [
        ...PLACES.map(([place, to, icon, keyOf]): Entry => ({
          id: `go.${place}`,
          label: t(`go.${place}`),
          icon: <Icon of={icon} />,
          ...(keyOf ? { keyOf } : {}),
          run: go(to),
        })),
        ...views.map((view): Entry => ({
          id: `view.${view.id}`,
          label: view.name,
          icon: <Icon of={Bookmark} />,
          hint: t('savedView'),
          run: go(view.to),
        })),
        {
          id: 'go.notifications',
          label: t('go.notifications'),
          icon: <Icon of={Bell} />,
          hint: t('go.settings'),
          run: go('/settings/notifications'),
        },
      ],
    },
    {
      id: 'workspaces',
      entries: opened
        ? [
            ...workspaces
              .filter((item) => item.id !== session.id)
              .map((item): Entry => ({
                id: `workspace.${item.id}`,
                label: t('goWorkspace', { name: item.name || t('common:workspace.personal') }),
                icon: <WorkspaceMark item={item} small />,
                ...(isReplica(item) ? { hint: statusWords(item.status) } : {}),
                run: () => opened.show(item.id),
              })),
            { id: 'addTeam', label: joining('add'), icon: <Icon of={Plus} />, run: openJoin },
            ...(replica
              ? [
                  {
                    id: 'go.conflicts',
                    label: t('common:nav.conflicts'),
                    icon: <Icon of={GitCompare} />,
                    run: go('/conflicts'),
                  },
                  {
                    id: 'sync',
                    label: t('connection'),
                    icon: <Icon of={Waypoints} />,
                    hint: statusWords(replica.status),
                    run: openSync,
                  },
                ]
              : []),
          ]
        : [],
    },
    {
      id: 'window',
      entries: [
        ...IN_WINDOW.filter(([id]) => runnable.has(id)).map(([id, icon]): Entry => ({
          id: `key.${id}`,
          label: t(`window.${id}`),
          icon: <Icon of={icon} />,
          keyOf: id,
          run: () => dispatcher.run(id),
        })),
        ...THEMES.map(([theme, icon]): Entry => ({
          id: `theme.${theme}`,
          label: t(`window.${theme}`),
          icon: <Icon of={icon} />,
          run: () => update({ theme }),
        })),
      ],
    },
  ];
}
