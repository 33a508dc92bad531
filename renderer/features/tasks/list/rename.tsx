import { useRef, type KeyboardEvent } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';
import { t } from '../../../i18n/index.ts';
import { useTitle } from '../../drafts/use-title.ts';

/** The title as a line to write in. Enter and leaving keep it, Esc does not. */
export function Rename({ task, onRenamed }: { task: Task; onRenamed: () => void }) {
  const title = useTitle(task);
  const isOver = useRef(false);
  const end = (how: () => void): void => {
    if (isOver.current) return;
    isOver.current = true;
    how();
    onRenamed();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') end(title.save);
    else if (event.key === 'Escape') end(title.giveUp);
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
      value={title.text}
      maxLength={255}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => title.write(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(title.leave)}
    />
  );
}
