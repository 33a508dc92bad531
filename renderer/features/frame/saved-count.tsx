import { useQuery } from '@tanstack/react-query';
import { listTasks } from '../../../server/contract/tasks.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useMe } from '../../api/people.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { number } from '../../i18n/dates.ts';
import { useToday } from '../../i18n/use-today.ts';
import { queryOf } from '../tasks/view/filters.ts';
import { viewInAddress } from '../tasks/view/list-view.ts';
import type { SavedView } from './saved-views.ts';

/** How many tasks fit a saved view; nothing until it is known, and nothing for none. */
export function SavedCount({ of: view }: { of: SavedView }) {
  const { call } = useWorkspace();
  const me = useMe()?.id;
  const today = useToday();
  const held = viewInAddress(new URL(view.to, location.origin).search);
  const query = held && queryOf(held.filters, {}, today, me);
  const asked = query === 'inexpressible' || query === null ? null : { ...query, limit: 1 };
  const { data } = useQuery({
    queryKey: [...queryKeys.list(asked ?? {}), 'count'],
    queryFn: ({ signal }) => call(listTasks, { query: asked ?? {} }, { signal }),
    enabled: asked !== null,
  });
  return asked && data?.total ? <span className="n">{number(data.total)}</span> : null;
}
