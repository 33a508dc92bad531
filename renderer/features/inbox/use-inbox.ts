import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { listNotifications, readNotifications } from '../../../server/contract/events.ts';
import type { Answer } from '../../../server/contract/route.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace, type WorkspaceSession } from '../../api/workspace.tsx';
import { showToast } from '../../ui/toast.tsx';

type Page = Answer<typeof listNotifications>;
export type InboxItem = Page['items'][number];

/** Whether its task can be acted on from here: one that is still to be seen, and asks for nothing but a look. */
export const canAct = ({ kind, title }: InboxItem): boolean => kind !== 'conflict' && title !== null;

const isPages = (data: unknown): data is InfiniteData<Page> =>
  typeof data === 'object' && data !== null && 'pages' in data;

/** A page with notifications marked as read; `ids` null stands for all of them. */
export function withRead(page: Page, ids: ReadonlySet<string> | null, at: string): Page {
  let read = 0;
  const items = page.items.map((item) => {
    if (item.readAt || (ids && !ids.has(item.id))) return item;
    read++;
    return { ...item, readAt: at };
  });
  return { ...page, items, unread: ids ? Math.max(0, page.unread - Math.max(read, 1)) : 0 };
}

/** Marks notifications as read at once, here and in the sidebar's number; takes it back when the server refuses. */
export async function markRead(session: WorkspaceSession, ids: readonly string[] | null): Promise<void> {
  const { queries, call } = session;
  const key = { queryKey: queryKeys.notifications };
  await queries.cancelQueries(key);
  const set = ids && new Set(ids);
  const at = new Date().toISOString();
  for (const [one, data] of queries.getQueriesData<InfiniteData<Page> | Page>(key)) {
    if (!data) continue;
    const next = isPages(data)
      ? { ...data, pages: data.pages.map((page) => withRead(page, set, at)) }
      : withRead(data, set, at);
    queries.setQueryData(one, next);
  }
  try {
    await call(readNotifications, { body: ids ? { ids: [...ids] } : { all: true } });
  } catch (error) {
    showToast({ text: errorMessage(error), tone: 'bad' });
  }
  await queries.invalidateQueries(key);
}

/** The inbox, page by page, newest first; `onlyUnread` leaves out what has been read. */
export function useInbox(onlyUnread: boolean) {
  const { call } = useWorkspace();
  return useInfiniteQuery({
    queryKey: [...queryKeys.notifications, 'list', onlyUnread],
    queryFn: ({ pageParam, signal }) =>
      call(
        listNotifications,
        {
          query: {
            limit: 50,
            ...(onlyUnread ? { unread: true } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
}
