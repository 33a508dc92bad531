import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { Conflict } from '../../../server/contract/queue.ts';
import { useMe } from '../../api/people.ts';
import { useReplica } from '../../api/workspaces.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { choicesOf, kindWords, type Decision } from './conflict-acts.ts';
import { ConflictView } from './conflict-view.tsx';
import { useConflicts } from './queries.ts';
import { useDecide } from './use-decide.ts';

/** The conflict centre: what was changed on both sides, one after the other, both texts beside each other. */
export function ConflictsPage() {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const item = useReplica();
  const me = useMe();
  const conflicts = useConflicts(item);
  const decide = useDecide(item);
  const [isAsking, setAsking] = useState(false);
  const list = conflicts ?? [];
  const wanted = list.findIndex((one) => one.id === params.get('at') || one.taskId === params.get('task'));
  const at = Math.max(0, wanted);
  const current = list[at];

  const goTo = (conflict: Conflict | undefined): void | false => {
    if (!conflict) return false;
    setParams({ at: conflict.id }, { replace: true });
    return undefined;
  };
  const choose = (decision: Decision): void => {
    if (!current || (decision === 'both' && !choicesOf(current).both)) return;
    // The next one, and after the last the one before it.
    goTo(list[at + 1] ?? list[at - 1]);
    void decide(current, decision);
  };
  const dismissAll = async (): Promise<void> => {
    for (const conflict of list) if (!(await decide(conflict, 'theirs'))) return;
  };
  useKey('down', () => goTo(list[at + 1]));
  useKey('up', () => goTo(list[at - 1]));
  useKey('conflictMine', () => choose('mine'));
  useKey('conflictTheirs', () => choose('theirs'));
  useKey('conflictBoth', () => choose('both'));

  return (
    <>
      <header className="bar">
        <h1>{t('conflicts.title')}</h1>
        {list.length > 0 && (
          <span className="n" role="status">
            {t('conflicts.count', { count: list.length })}
          </span>
        )}
        <span className="grow" />
        {list.length > 0 && (
          <Button kind="quiet" onPress={() => setAsking(true)}>
            {t('conflicts.dismissAll', { count: list.length })}
          </Button>
        )}
      </header>
      {conflicts === null && <SkeletonList />}
      {conflicts !== null && (!current || !item) && (
        <EmptyState
          art="done"
          text={t('conflicts.none')}
          action={<Button onPress={() => void navigate('/tasks')}>{t('conflicts.goTasks')}</Button>}
        />
      )}
      {current && item && (
        <div className="split">
          <ul className="clashes" aria-label={t('conflicts.list')}>
            {list.map((conflict) => (
              <li key={conflict.id} className={conflict === current ? 'on' : ''}>
                <button
                  type="button"
                  aria-current={conflict === current ? 'true' : undefined}
                  onClick={() => void goTo(conflict)}
                >
                  <b>{conflict.title}</b>
                  <span>{kindWords(conflict, me?.id)}</span>
                </button>
              </li>
            ))}
          </ul>
          <ConflictView key={current.id} conflict={current} item={item} onDecide={choose} />
        </div>
      )}
      {isAsking && (
        <ConfirmDialog
          isOpen
          title={t('conflicts.dismissAllTitle', { count: list.length })}
          body={t('conflicts.dismissAllBody')}
          confirm={t('conflicts.dismissAllAct', { count: list.length })}
          cancel={t('conflicts.keep')}
          onConfirm={() => void dismissAll()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
