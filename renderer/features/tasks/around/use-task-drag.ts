import type { Task } from '../../../../server/contract/tasks.ts';
import { usePointerDrag, type PointerDragOptions } from '../../../ui/use-pointer-drag.ts';
import type { Picked } from './use-picked.ts';

export interface TaskDragOptions<Target> extends Pick<
  PointerDragOptions<Target>,
  'handle' | 'targetAt' | 'isSame' | 'scroll'
> {
  readonly picked: Pick<Picked, 'find' | 'with'>;
  /** `taken`: the one that was taken hold of. */
  readonly onDrop: (tasks: readonly Task[], target: Target, taken: string) => void;
}

/** Dragging tasks by pointer, the selection with the one that is taken. `held`: the one in the air. */
export function useTaskDrag<Target>({ picked, onDrop, ...options }: TaskDragOptions<Target>) {
  const dragging = usePointerDrag<Target>({
    ...options,
    withItem: (id) => picked.with(id).map((task) => task.id),
    onDrop: ({ id, ids }, target) =>
      onDrop(
        ids.flatMap((one) => picked.find(one) ?? []),
        target,
        id,
      ),
  });
  const { drag } = dragging;
  return {
    ...dragging,
    held: drag ? picked.find(drag.id) : undefined,
    inAir: drag ? new Set(drag.ids) : null,
  };
}
