import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../server/contract/tasks.ts';
import { useDraft } from '../drafts/use-draft.ts';

/**
 * A card to write in. Enter keeps the task and leaves the line open for the next one; Esc and leaving it empty close it.
 * What is typed is a draft until it is a task.
 */
export function Composer({
  status,
  onAdd,
  onClose,
}: {
  status: Status;
  /** Resolves to whether it was made. */
  onAdd: (title: string) => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useTranslation(['board', 'common']);
  const [draft, keep, , forget] = useDraft(`new.${status}`, 'title');
  const [written, setWritten] = useState<string | null>(null);
  const isOver = useRef(false);
  const title = written ?? draft?.text ?? '';
  useEffect(() => {
    if (written) keep({ text: written, base: '' });
  }, [written, keep]);
  const add = (): void => {
    const text = title;
    setWritten('');
    if (text.trim()) void onAdd(text.trim()).then((isMade) => isMade && forget(text));
  };
  return (
    <div className="card composer">
      <textarea
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- somebody pressed + to write here
        autoFocus
        rows={2}
        maxLength={255}
        value={title}
        aria-label={t('newIn', { status: t(`common:status.${status}`) })}
        placeholder={t('placeholder')}
        onChange={(event) => {
          const text = event.target.value.replace(/\n/g, ' ');
          setWritten(text);
          if (text === '') keep(null);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') add();
          else if (event.key === 'Escape') {
            isOver.current = true;
            keep(null);
            onClose();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={() => {
          // What has been typed is kept, however the line is left; only Esc means it.
          if (isOver.current) return;
          if (written !== null) add();
          onClose();
        }}
      />
    </div>
  );
}
