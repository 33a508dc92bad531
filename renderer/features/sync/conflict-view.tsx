import { ArrowLeftRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import type { Conflict } from '../../../server/contract/queue.ts';
import { useMe, usePeople } from '../../api/people.ts';
import { momentLabel } from '../../i18n/dates.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Face, Mark } from '../../ui/face.tsx';
import { Icon } from '../../ui/icon.tsx';
import { authorWords, choicesOf, kindSentence, type Decision } from './conflict-acts.ts';
import { MySide, TheirSide } from './conflict-sides.tsx';
import { valueWords } from './field-words.ts';

/** One conflict: both versions side by side, what they started from, and the decisions. */
export function ConflictView({
  conflict,
  item,
  onDecide,
}: {
  readonly conflict: Conflict;
  readonly item: WorkspaceItem;
  readonly onDecide: (decision: Decision) => void;
}) {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const me = useMe();
  const people = usePeople();
  const choices = choicesOf(conflict);
  const isThere = conflict.kind === 'field' || conflict.kind === 'deleted';
  return (
    <section className="clash" aria-label={conflict.title}>
      <header>
        <h2>{conflict.title}</h2>
        <p>{kindSentence(conflict)}</p>
      </header>
      <div className="texts">
        <article>
          <header>
            {conflict.author ? (
              <Face person={conflict.author} size={24} silent />
            ) : (
              <Mark id={item.id} name={item.name} />
            )}
            <p>
              <b>{t('conflicts.theirs')}</b>
              <span>{authorWords(conflict, me?.id) ?? item.name}</span>
            </p>
          </header>
          <TheirSide conflict={conflict} people={people} />
        </article>
        <IconButton
          label={choices.mine}
          keyOf="conflictMine"
          className="swap"
          onPress={() => onDecide('mine')}
        >
          <Icon of={ArrowLeftRight} />
        </IconButton>
        <article className="mine">
          <header>
            <Face person={me ?? null} size={24} silent />
            <p>
              <b>{t('conflicts.mine')}</b>
              <span>{t('conflicts.when', { when: momentLabel(conflict.at) })}</span>
            </p>
          </header>
          <MySide conflict={conflict} people={people} />
        </article>
      </div>
      {conflict.kind === 'field' && (
        <section className="origin">
          <h3>{t('conflicts.base')}</h3>
          <div className="md text">{valueWords(conflict.field ?? '', conflict.base, people)}</div>
        </section>
      )}
      <footer>
        <p className="hint">{t('conflicts.hint')}</p>
        <span className="grow" />
        {isThere && (
          <Button kind="quiet" onPress={() => void navigate(`/tasks/${conflict.taskId}`)}>
            {t('conflicts.open')}
          </Button>
        )}
        <Button keyOf="conflictTheirs" onPress={() => onDecide('theirs')}>
          {t('conflicts.dismiss')}
        </Button>
        {choices.both && (
          <Button keyOf="conflictBoth" onPress={() => onDecide('both')}>
            {choices.both}
          </Button>
        )}
        <Button kind="primary" keyOf="conflictMine" onPress={() => onDecide('mine')}>
          {choices.mine}
        </Button>
      </footer>
    </section>
  );
}
