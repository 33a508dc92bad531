import { useRef, type KeyboardEvent } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { t } from '../../../i18n/index.ts';
import type { TaskRowProps } from './task-row.tsx';

/** The title as a line to write in. Enter and leaving keep it, Esc does not. */
export function Rename({ task, onRename }: { task: Task; onRename: TaskRowProps['onRename'] }) {
  const isOver = useRef(false);
  const end = (title: string | null): void => {
    if (isOver.current) return;
    isOver.current = true;
    onRename(task, title);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') end(event.currentTarget.value);
    else if (event.key === 'Escape') end(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      className="rename"
      // It opens because somebody asked to write in it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      aria-label={t('field.title')}
      defaultValue={task.title}
      maxLength={255}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => end(event.currentTarget.value)}
    />
  );
}
