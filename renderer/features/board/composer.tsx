import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../server/contract/tasks.ts';

/** A card to write in. Enter keeps the task and leaves the line open for the next one; Esc and leaving it empty close it. */
export function Composer({
  status,
  onAdd,
  onClose,
}: {
  status: Status;
  onAdd: (title: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['board', 'common']);
  const [title, setTitle] = useState('');
  const isOver = useRef(false);
  const add = (): void => {
    if (title.trim()) onAdd(title.trim());
    setTitle('');
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
        onChange={(event) => setTitle(event.target.value.replace(/\n/g, ' '))}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') add();
          else if (event.key === 'Escape') {
            isOver.current = true;
            onClose();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={() => {
          // What has been typed is kept, however the line is left; only Esc means it.
          if (isOver.current) return;
          add();
          onClose();
        }}
      />
    </div>
  );
}
