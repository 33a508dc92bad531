import {
  Activity,
  CalendarClock,
  CalendarDays,
  CalendarRange,
  ChartNoAxesColumn,
  CircleUserRound,
  FolderSync,
  Inbox,
  List,
  Settings,
  SquareKanban,
  Table2,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import type { BindingId } from '../../keys/bindings.ts';

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
/** Where one can go, in the order it is offered. */
export const PLACES: readonly (readonly [Place, string, LucideIcon, BindingId?])[] = [
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
