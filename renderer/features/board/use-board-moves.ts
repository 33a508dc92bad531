import { useTranslation } from 'react-i18next';
import type { Status, Task, TaskSet } from '../../../server/contract/tasks.ts';
import { useTaskActions } from '../tasks/actions/index.ts';
import { planMove, rest } from './moves.ts';
import { planRanks } from '../tasks/actions/rank.ts';
import type { Column } from './use-columns.ts';

const NEW = 'new';

/** What the board does to tasks: moves and new cards, each one step of undo. */
export function useBoardMoves(columns: readonly Column[], say: (words: string) => void) {
  const { t } = useTranslation(['board', 'common']);
  const actions = useTaskActions();
  const columnOf = (status: Status): Column | undefined => columns.find((column) => column.status === status);

  const apply = (moved: readonly Task[], status: Status, edits: ReadonlyMap<string, TaskSet>): void => {
    if (edits.size === 0) return;
    const count = moved.length;
    const title = moved[0]?.title ?? '';
    const isElsewhere = moved.some((task) => task.status !== status);
    void actions.updateEach(edits, {
      label: isElsewhere
        ? t('common:action.moved', { count, title, status: t(`common:status.${status}`) })
        : t('reordered', { count, title }),
      toast: count > 1 || (isElsewhere && (status === 'done' || status === 'cancelled')),
    });
  };

  return {
    /** Moves cards before the `index`th of those that stay in a column, and says so. */
    move(moved: readonly Task[], status: Status, index: number): void {
      const column = columnOf(status);
      if (!column || moved.length === 0) return;
      const ids = new Set(moved.map((task) => task.id));
      const staying = rest(column.tasks, ids);
      // Below the last card that is loaded others may follow, whose keys nobody here knows: land above it.
      const isBlind = column.hasMore && index >= staying.length && staying.at(-1)?.rank !== null;
      const at = isBlind ? staying.length - 1 : index;
      apply(moved, status, planMove(column.tasks, status, moved, at));
      const coming = moved.filter((task) => task.status !== status).length;
      say(
        t('moved', {
          status: t(`common:status.${status}`),
          position: at + 1,
          total: column.total + coming,
        }),
      );
    },

    /** Moves cards below everything in a column, loaded or not. */
    moveToEnd(moved: readonly Task[], status: Status): void {
      const column = columnOf(status);
      if (!column) return;
      if (!column.hasMore) return this.move(moved, status, column.tasks.length);
      // Cards without a key stand below all that have one.
      apply(moved, status, new Map(moved.map((task) => [task.id, { rank: null, status }])));
    },

    /** Makes a task at the top or the bottom of a column; answers whether it was made. */
    async add(title: string, status: Status, where: 'top' | 'bottom'): Promise<boolean> {
      const tasks = columnOf(status)?.tasks ?? [];
      const last = tasks.at(-1);
      const isOpenEnded = columnOf(status)?.hasMore === true || last?.rank === null;
      if (where === 'bottom' && isOpenEnded && tasks.length > 0)
        return (await actions.create({ title, status, rank: null })) !== null;
      const writes = new Map(
        planRanks(tasks, [{ id: NEW }], where === 'top' ? 0 : tasks.length).map(({ id, rank }) => [id, rank]),
      );
      const rank = writes.get(NEW) ?? null;
      writes.delete(NEW);
      if (writes.size > 0)
        void actions.updateEach(new Map([...writes].map(([id, key]) => [id, { rank: key }])), {
          toast: false,
        });
      return (await actions.create({ title, status, rank })) !== null;
    },
  };
}
