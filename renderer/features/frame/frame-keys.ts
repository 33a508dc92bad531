import { useNavigate } from 'react-router';
import { errorMessage } from '../../api/error-message.ts';
import { t } from '../../i18n/index.ts';
import { useKey } from '../../keys/use-key.tsx';
import { showToast } from '../../ui/toast.tsx';
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

/** The keys that work on every page: going places and undo. */
export function useFrameKeys(): void {
  const navigate = useNavigate();
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
  useKey('undo', () => void step(true));
  useKey('redo', () => void step(false));
}
