import { useMemo } from 'react';
import { useMe, usePeople } from '../../../api/people.ts';
import { localMidnight } from './days.ts';
import { groupsOf, plansOf, type Group } from './groups.ts';
import type { ListView } from './list-view.ts';
import { useNow } from './use-now.ts';

/** The groups of a view. `isGrouped` is false where filters joined by "any" leave one list only. */
export function useGroups({ grouping, filters, sort, order }: ListView): {
  readonly groups: readonly Group[];
  readonly isGrouped: boolean;
} {
  const me = useMe()?.id;
  const people = usePeople();
  const names = people.map((person) => person.id + JSON.stringify(person.profile)).join();
  const day = localMidnight(useNow()).getTime();
  return useMemo(() => {
    const now = new Date(day);
    const sorting = { sort, order };
    const grouped = groupsOf(plansOf(grouping, now, people), filters, sorting, now, me);
    if (grouped) return { groups: grouped, isGrouped: grouping !== 'none' };
    const one = groupsOf(plansOf('none', now, []), filters, sorting, now, me) ?? [];
    return { groups: one, isGrouped: false };
    // People are the same as long as their ids and names are.
  }, [grouping, filters, sort, order, day, names, me]); // oxlint-disable-line react/exhaustive-deps
}
