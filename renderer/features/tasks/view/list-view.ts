import * as z from 'zod/mini';
import { PRIORITIES, SORTS, STATUSES } from '../../../../server/contract/tasks.ts';
import { VIEW_PARAM } from '../../frame/saved-views.ts';
import { DEFAULT_FILTERS, sameFilters, type Filters } from './filters.ts';
import { GROUPINGS, type Grouping, type Sorting } from './groups.ts';
import type { Layout } from './layouts.ts';

/** How the list of tasks is looked at: kept for the next start, and what a saved view holds. */
export interface ListView extends Sorting {
  readonly grouping: Grouping;
  readonly filters: Filters;
  /** Keys of groups that are folded away. */
  readonly folded: readonly string[];
}

/** New tasks stand on top of their group, so that whoever adds one sees it. */
export const DEFAULT_VIEW: ListView = {
  grouping: 'status',
  sort: 'createdAt',
  order: 'desc',
  filters: DEFAULT_FILTERS,
  folded: [],
};

const choice = <T extends string>(values: readonly [T, ...T[]]) =>
  z.object({ not: z.boolean(), values: z.array(z.enum(values)) });

const StoredFilters = z.object({
  match: z.enum(['all', 'any']),
  status: z.optional(choice(STATUSES)),
  priority: z.optional(choice(PRIORITIES)),
  assignee: z.optional(z.array(z.string())),
  creator: z.optional(z.array(z.string())),
  due: z.optional(
    z.union([
      z.object({ kind: z.enum(['overdue', 'today', 'week', 'none']) }),
      z.object({ kind: z.enum(['before', 'after']), day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)) }),
    ]),
  ),
  search: z.optional(z.string()),
});

const read = new WeakMap<object, ListView>();

/**
 * A view out of whatever was kept; what cannot be read of it (an older version wrote it) is the default's. The same value
 * gives the same object, so that what is computed from a view is computed once.
 */
export function readView(value: unknown): ListView {
  if (typeof value !== 'object' || value === null) return DEFAULT_VIEW;
  let view = read.get(value);
  if (!view) read.set(value, (view = parseView(value)));
  return view;
}

function parseView(value: object): ListView {
  const kept = value as Record<string, unknown>;
  return {
    grouping: take(z.enum(GROUPINGS), kept['grouping'], DEFAULT_VIEW.grouping),
    sort: take(z.enum(SORTS), kept['sort'], DEFAULT_VIEW.sort),
    order: take(z.enum(['asc', 'desc']), kept['order'], DEFAULT_VIEW.order),
    filters: 'filters' in kept ? take(StoredFilters, kept['filters'], { match: 'all' }) : DEFAULT_FILTERS,
    folded: take(z.array(z.string()), kept['folded'], []),
  };
}

function take<T>(schema: z.ZodMiniType<T>, value: unknown, otherwise: T): T {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : otherwise;
}

/** Whether two views show the same tasks in the same order; folds do not count. */
export function sameView(a: ListView, b: ListView): boolean {
  return (
    a.grouping === b.grouping && a.sort === b.sort && a.order === b.order && sameFilters(a.filters, b.filters)
  );
}

/** The address of a view in a layout, for saved views and links. */
export function addressOf(view: ListView, layout: Layout = 'list'): string {
  const { folded: _, ...kept } = view;
  const params = new URLSearchParams({ [VIEW_PARAM]: JSON.stringify(kept) });
  if (layout !== 'list') params.set('view', layout);
  return `/tasks?${params.toString()}`;
}

/** The view in an address; null when it holds none, or one that cannot be read. */
export function viewInAddress(search: string): ListView | null {
  const text = new URLSearchParams(search).get(VIEW_PARAM);
  if (!text) return null;
  try {
    return readView(JSON.parse(text));
  } catch {
    return null;
  }
}
