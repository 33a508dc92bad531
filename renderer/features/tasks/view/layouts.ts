import { CalendarDays, List, SquareKanban, Table2, type LucideIcon } from 'lucide-react';
import type { BindingId } from '../../../keys/bindings.ts';

/** The ways the tasks are laid out, in the order of their keys. */
export const LAYOUTS = ['list', 'board', 'table', 'calendar'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What each looks like in a menu, and its key. */
export const LAYOUT_SIGNS: Record<Layout, { readonly icon: LucideIcon; readonly keyOf: BindingId }> = {
  list: { icon: List, keyOf: 'viewList' },
  board: { icon: SquareKanban, keyOf: 'viewBoard' },
  table: { icon: Table2, keyOf: 'viewTable' },
  calendar: { icon: CalendarDays, keyOf: 'viewCalendar' },
};

/** The layout an address names; the list without. */
export function layoutIn(params: URLSearchParams): Layout {
  return LAYOUTS.find((layout) => layout === params.get('view')) ?? 'list';
}
