import { useTranslation } from 'react-i18next';
import type { Status, Task } from '../../../server/contract/tasks.ts';
import { useCarried } from '../tasks/around/use-carried.ts';
import { placeAmongRest, rest } from './moves.ts';
import { carryTo, type Place, type Step } from './places.ts';
import type { Column } from './use-columns.ts';

/** Carrying cards by keys: a place is a column by its number, and a place among those of its cards that stay. */
export function useCarry({
  columns,
  isFolded,
  say,
  onDrop,
}: {
  columns: readonly Column[];
  isFolded: (status: Status) => boolean;
  say: (words: string) => void;
  onDrop: (tasks: readonly Task[], status: Status, index: number) => void;
}) {
  const { t } = useTranslation(['board', 'common']);
  const { carry, pickUp, to, drop, cancel } = useCarried<Place>({
    say,
    words: { carrying: (named) => t('carrying', named), putBack: t('putBack') },
    onDrop: (tasks, place) => {
      const column = columns[place.column];
      if (column) onDrop(tasks, column.status, place.index);
    },
  });

  /** A folded column is one place: its top. */
  const counts = (ids: ReadonlySet<string>): number[] =>
    columns.map((column) => (isFolded(column.status) ? 0 : rest(column.tasks, ids).length));

  return {
    carry,
    pickUp(tasks: readonly Task[], { column: at, index }: Place): void {
      const column = columns[at];
      const ids = new Set(tasks.map((task) => task.id));
      if (column) pickUp(tasks, { column: at, index: placeAmongRest(column.tasks, ids, index) });
    },
    step(step: Step): void {
      if (!carry) return;
      const place = carryTo(counts(carry.ids), carry.place, step);
      const column = columns[place.column];
      if (!column) return;
      const coming = carry.tasks.filter((task) => task.status !== column.status).length;
      const status = t(`common:status.${column.status}`);
      to(place, t('over', { status, position: place.index + 1, total: column.total + coming }));
    },
    drop,
    cancel,
  };
}
