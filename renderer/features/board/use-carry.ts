import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status, Task } from '../../../server/contract/tasks.ts';
import { placeAmongRest, rest } from './moves.ts';
import { carryTo, type Place, type Step } from './places.ts';
import type { Column } from './use-columns.ts';

/** Cards picked up by key, and where they would land: a column by its number, a place among those that stay. */
export interface Carry {
  readonly tasks: readonly Task[];
  readonly ids: ReadonlySet<string>;
  readonly place: Place;
}

/** Carrying cards by keys: pick up, step, drop, put back; every step is said aloud. */
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
  const [carry, setCarry] = useState<Carry | null>(null);

  /** A folded column is one place: its top. */
  const counts = (ids: ReadonlySet<string>): number[] =>
    columns.map((column) => (isFolded(column.status) ? 0 : rest(column.tasks, ids).length));

  return {
    carry,
    pickUp(tasks: readonly Task[], place: Place): void {
      const ids = new Set(tasks.map((task) => task.id));
      const column = columns[place.column];
      if (!column || tasks.length === 0) return;
      setCarry({ tasks, ids, place: { ...place, index: placeAmongRest(column.tasks, ids, place.index) } });
      say(t('carrying', { count: tasks.length, title: tasks[0]?.title ?? '' }));
    },
    step(step: Step): void {
      if (!carry) return;
      const place = carryTo(counts(carry.ids), carry.place, step);
      setCarry({ ...carry, place });
      const column = columns[place.column];
      if (!column) return;
      const coming = carry.tasks.filter((task) => task.status !== column.status).length;
      say(
        t('over', {
          status: t(`common:status.${column.status}`),
          position: place.index + 1,
          total: column.total + coming,
        }),
      );
    },
    drop(): void {
      const column = carry && columns[carry.place.column];
      setCarry(null);
      if (carry && column) onDrop(carry.tasks, column.status, carry.place.index);
    },
    cancel(): void {
      if (!carry) return;
      setCarry(null);
      say(t('putBack'));
    },
  };
}
