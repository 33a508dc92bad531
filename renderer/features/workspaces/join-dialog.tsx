import { CircleAlert } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import type { StageResult } from '../../../server/contract/joining.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toast.tsx';
import { flawOf } from '../auth/index.tsx';
import { AccountFields } from './account-fields.tsx';
import { AllWell } from './all-well.tsx';
import { CopyReport } from './copy-report.tsx';
import { wholeUrls } from './database-urls.ts';
import { STAGES_OF, withoutSecrets } from './doctor-words.ts';
import { inviteIn } from './invitation.ts';
import { Remedy } from './remedy.tsx';
import { Stages } from './stages.tsx';
import { TargetFields } from './target-fields.tsx';
import { useJoin, type Join, type JoinDraft } from './use-join.ts';

/** Whether there is anywhere to look. */
const hasTarget = (draft: JoinDraft): boolean =>
  draft.way === 'team' ? draft.address.trim() !== '' : wholeUrls(draft) !== null;

/** Whether everything is written that joining needs. */
function isComplete({ draft, answer }: Pick<Join, 'draft' | 'answer'>): boolean {
  if (!draft.email.trim() || !draft.password) return false;
  if (!draft.isNew) return true;
  const needsInvite = answer?.team?.registration === 'invite' && !answer.team.empty;
  return flawOf(draft.password) === null && (!needsInvite || inviteIn(draft.invite) !== null);
}

/** Whether the team is there, whatever its sign-in said: then one can say who one is. */
const isReached = ({ answer }: Pick<Join, 'answer'>): boolean =>
  answer?.team !== undefined && answer.stages.every((stage) => stage.ok || stage.stage === 'sign_in');

/** Whether all went well: then who one is there matters more than what was looked at. */
const isWell = ({ answer }: Pick<Join, 'answer'>): boolean => answer?.stages.every(({ ok }) => ok) ?? false;

/** Those that say something. */
const warningsOf = ({ answer }: Pick<Join, 'answer'>): readonly StageResult['stage'][] =>
  (answer?.stages ?? []).filter(({ warning }) => warning).map(({ stage }) => stage);

/** All stages of the way; the sign-in once it is tried, because before that it is nobody's fault. */
function stagesShown({ draft, answer }: Pick<Join, 'draft' | 'answer'>): readonly StageResult['stage'][] {
  const isTried = answer?.stages.some((stage) => stage.stage === 'sign_in' && !stage.ok) ?? false;
  return STAGES_OF[draft.way].filter((stage) => stage !== 'sign_in' || isTried || !isReached({ answer }));
}

/** Adds a team: where it is, what the connection doctor finds, and who one is there. */
export function JoinDialog({
  invite = null,
  onClose,
  onJoined,
}: {
  /** The token of an invitation that was opened as a link. */
  readonly invite?: string | null;
  readonly onClose: () => void;
  /** Runs before the team is shown. */
  readonly onJoined?: () => void;
}) {
  const { t } = useTranslation('joining');
  const { t: common } = useTranslation();
  const opened = useOpenWorkspaces();
  const form = useId();
  const work = useJoin(invite);
  const { draft, set, stages, answer, busy, failure } = work;
  const [tried, setTried] = useState({ target: false, account: false });
  const [isShowing, setShowing] = useState(false);
  const reached = isReached(work);
  const isFolded = reached && isWell(work) && !isShowing;

  const enter = async (item: WorkspaceItem): Promise<void> => {
    onJoined?.();
    onClose();
    await opened?.refresh().catch(() => undefined);
    opened?.show(item.id);
    showToast({ text: t('joined', { name: item.name }) });
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (!reached) {
      setTried({ ...tried, target: true });
      if (hasTarget(draft)) await work.check();
      return;
    }
    setTried({ ...tried, account: true });
    if (!isComplete(work)) return;
    const item = await work.join();
    if (item) await enter(item);
  };
  const label = reached
    ? t(busy === 'join' ? 'joining' : 'join')
    : t(busy === 'check' ? 'checking' : answer ? 'again' : 'check');

  return (
    <Dialog
      isOpen
      // What was typed is not lost to a press beside the dialog.
      keepsOpen={draft.address !== '' || draft.databaseUrl !== '' || draft.email !== ''}
      onClose={onClose}
      title={t('title')}
      className="doctor"
      tools={
        <>
          <span className="grow" />
          <Segmented
            label={t('way')}
            value={draft.way}
            items={[
              { id: 'team', label: t('byAddress') },
              { id: 'databases', label: t('byDatabases') },
            ]}
            onChange={(way) => set({ way })}
          />
        </>
      }
      footer={
        <>
          {answer && <CopyReport answer={answer} address={withoutSecrets(draft.address)} />}
          <span className="grow" />
          <Button onPress={onClose}>{common('close')}</Button>
          <Button kind="primary" type="submit" form={form} isBusy={busy !== null}>
            {label}
          </Button>
        </>
      }
    >
      <form id={form} noValidate className="joining" onSubmit={(event) => void submit(event)}>
        <TargetFields draft={draft} isTried={tried.target} set={set} />
        {(answer || busy === 'check' || stages.length > 0) && (
          <Stages
            order={isFolded ? warningsOf(work) : stagesShown(work)}
            results={stages}
            isRunning={busy === 'check'}
            remedy={(stage) => <Remedy stage={stage} onAllow={(allow) => void work.check(allow)} />}
          />
        )}
        {isFolded && <AllWell count={answer?.stages.length ?? 0} onShow={() => setShowing(true)} />}
        {reached && answer?.team && (
          <AccountFields draft={draft} team={answer.team} isTried={tried.account} set={set} />
        )}
        <div role="alert" className="refusal">
          {failure !== null && (
            <p className="notice bad">
              <Icon of={CircleAlert} />
              <span>{errorMessage(failure)}</span>
            </p>
          )}
        </div>
      </form>
    </Dialog>
  );
}
