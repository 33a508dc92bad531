import { Stethoscope } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { errorMessage } from '../../api/error-message.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CopyReport } from './copy-report.tsx';
import { STAGES_OF } from './doctor-words.ts';
import { Remedy } from './remedy.tsx';
import { Stages } from './stages.tsx';
import { useDoctor } from './use-doctor.ts';

/** The connection doctor for a team that was joined: one button, then what it found. */
export function Doctor({
  item,
  onTrust,
}: {
  readonly item: WorkspaceItem;
  /** Told of a certificate (its SHA-256) that the person vouches for. */
  readonly onTrust: (sha256: string) => void;
}) {
  const { t } = useTranslation('joining');
  const { look, stages, answer, error, isRunning } = useDoctor();
  const order = STAGES_OF[item.kind === 'databases' ? 'databases' : 'team'];
  // Nobody signs in for a look; where the sign-in has ended, the doctor says so.
  const wasLooked = stages.some((stage) => stage.stage === 'sign_in');
  return (
    <div className="doctor-of">
      <div className="acts-row">
        <Button isBusy={isRunning} onPress={() => void look({ workspace: item.id })}>
          <Icon of={Stethoscope} />
          {t(isRunning ? 'checking' : answer ? 'again' : 'page.doctor')}
        </Button>
        {answer && <CopyReport answer={answer} address={item.url ?? ''} />}
      </div>
      <div role="alert">
        {error !== null && <p className="notice bad">{t('failed', { why: errorMessage(error) })}</p>}
      </div>
      {(answer || isRunning || stages.length > 0) && (
        <Stages
          order={order.filter((stage) => stage !== 'sign_in' || wasLooked)}
          results={stages}
          isRunning={isRunning}
          remedy={(stage) => <Remedy stage={stage} onAllow={({ trust }) => trust && onTrust(trust)} />}
        />
      )}
    </div>
  );
}
