import { PencilLine } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../../server/contract/primitives.ts';
import type { Task } from '../../../server/contract/tasks.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useTitle } from '../drafts/use-title.ts';

/** Characters before the limit from which on it is told how many are left. */
const WARN_FROM = 30;

/** The title, written in place: Enter or leaving saves, Esc takes back. */
export function Title({ task, isReadOnly }: { task: Task; isReadOnly: boolean }) {
  const { t } = useTranslation('detail');
  const title = useTitle(task);
  const area = useRef<HTMLTextAreaElement>(null);
  const text = isReadOnly ? task.title : title.text;
  const left = LIMITS.titleChars - text.length;
  const { waiting } = title;

  useKey('rename', () => area.current?.focus(), !isReadOnly);

  return (
    <div className="titled">
      <h1 className="written" data-text={text}>
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label={t('titleLabel')}
          readOnly={isReadOnly}
          maxLength={LIMITS.titleChars}
          onChange={(event) => title.write(event.target.value.replace(/[\r\n]+/g, ' '))}
          onBlur={title.leave}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') title.giveUp();
            else if (event.key === 'Enter') title.save();
            else return;
            event.preventDefault();
            event.stopPropagation();
            // Once what stands in it has been dealt with, leaving means nothing more.
            setTimeout(() => area.current?.blur());
          }}
        />
        {title.isWriting && left <= WARN_FROM && (
          <span className="hint" role="status">
            {t('tooLong', { count: left })}
          </span>
        )}
      </h1>
      {waiting && !isReadOnly && (
        <p className="draft waits">
          <Icon of={PencilLine} size={14} />
          {waiting.theirs === null ? t('draft.unsaved') : t('draft.unsavedBeside', { title: waiting.theirs })}
          <span aria-hidden>·</span>
          <Button kind="link" onPress={title.save}>
            {t('description.save')}
          </Button>
          <Button kind="link" onPress={title.giveUp}>
            {t('draft.discard')}
          </Button>
        </p>
      )}
    </div>
  );
}
