import { useNavigate } from 'react-router';
import type { Task } from '../../../server/contract/tasks.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { t } from '../../i18n/index.ts';
import { useKey } from '../../keys/use-key.tsx';
import { showToast } from '../../ui/toast.tsx';
import { copyTaskLinks, useTaskActions } from '../tasks/actions/index.ts';
import { shiftedDue } from '../tasks/actions/shift-due.ts';
import { currentSubject } from '../tasks/actions/subject.ts';
import { undoStack } from '../../undo/undo-stack.ts';

/** Takes back the last step, or does it again, and says what it was. */
export async function step(back: boolean): Promise<void> {
  try {
    const done = await (back ? undoStack.undo() : undoStack.redo());
    const text = done
      ? t(back ? 'action.undone' : 'action.redone', { label: done.label })
      : t(back ? 'action.nothingToUndo' : 'action.nothingToRedo');
    showToast({
      text,
      key: 'undo',
      ...(done && back ? { actions: [{ label: t('redo'), onPress: () => void step(false) }] } : {}),
    });
  } catch (error) {
    showToast({ text: errorMessage(error), tone: 'bad', key: 'undo' });
  }
}

/** The keys that work on every page: going places, undo, and what needs to know nothing of a task but which it is. */
export function useFrameKeys(): void {
  const navigate = useNavigate();
  const session = useWorkspace();
  const actions = useTaskActions();
  const go = (to: string) => () => void navigate(to);
  useKey('goInbox', go('/inbox'));
  useKey('goMine', go('/my-work'));
  useKey('goToday', go('/my-work?show=today'));
  useKey('goUpcoming', go('/my-work?show=upcoming'));
  useKey('goBoard', go('/tasks?view=board'));
  useKey('goSettings', go('/settings'));
  useKey('viewList', go('/tasks?view=list'));
  useKey('viewBoard', go('/tasks?view=board'));
  useKey('viewTable', go('/tasks?view=table'));
  useKey('viewCalendar', go('/tasks?view=calendar'));
  /** Does something with the tasks that keys mean now; without any the key is passed on. */
  const onSubject = (act: (tasks: readonly Task[]) => unknown) => (): boolean => {
    const tasks = currentSubject().filter((task) => task.deletedAt === null);
    if (tasks.length > 0) void act(tasks);
    return tasks.length > 0;
  };
  const copy = (isNamed: boolean) =>
    onSubject((tasks) =>
      copyTaskLinks(
        session,
        tasks.map((task) => task.id),
        isNamed ? tasks : undefined,
      ),
    );
  const shift = (days: 1 | -1) =>
    onSubject((tasks) => {
      const changeable = tasks.filter((task) => task.can.update);
      return actions.updateEach(shiftedDue(changeable, days, new Date()));
    });
  useKey('copyLink', copy(false));
  useKey('copyNamed', copy(true));
  useKey('dueLater', shift(1));
  useKey('dueEarlier', shift(-1));
  useKey('undo', () => void step(true));
  useKey('redo', () => void step(false));
}
