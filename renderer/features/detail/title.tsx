import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../../server/contract/primitives.ts';
import type { Task } from '../../../server/contract/tasks.ts';
import { useKey } from '../../keys/use-key.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';

/** Characters before the limit from which on it is told how many are left. */
const WARN_FROM = 30;

/** The title, written in place: Enter or leaving saves, Esc takes back. */
export function Title({ task, isReadOnly }: { task: Task; isReadOnly: boolean }) {
  const { t } = useTranslation('detail');
  const actions = useTaskActions();
  const area = useRef<HTMLTextAreaElement>(null);
  /** What is being written; null while the task's own title shows. */
  const [written, setWritten] = useState<string | null>(null);
  const cancelled = useRef(false);
  const text = written ?? task.title;
  const left = LIMITS.titleChars - text.length;

  useKey('rename', () => area.current?.focus(), !isReadOnly);
  useEffect(() => () => void (cancelled.current = false), []);

  const save = (): void => {
    const title = (written ?? '').trim();
    setWritten(null);
    if (cancelled.current || !title || title === task.title) return void (cancelled.current = false);
    void actions.update([task.id], { title });
  };
  return (
    <h1 className="written" data-text={text}>
      <textarea
        ref={area}
        rows={1}
        value={text}
        aria-label={t('titleLabel')}
        readOnly={isReadOnly}
        maxLength={LIMITS.titleChars}
        onChange={(event) => setWritten(event.target.value.replace(/[\r\n]+/g, ' '))}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') cancelled.current = true;
          else if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          area.current?.blur();
        }}
      />
      {written !== null && left <= WARN_FROM && (
        <span className="hint" role="status">
          {t('tooLong', { count: left })}
        </span>
      )}
    </h1>
  );
}
