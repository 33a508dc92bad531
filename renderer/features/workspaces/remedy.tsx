import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../server/contract/findings.ts';
import type { StageResult } from '../../../server/contract/joining.ts';
import { Button } from '../../ui/button.tsx';

/** Certificates that a person may vouch for; one for another name or out of date is the server's to mend. */
const TRUSTABLE = new Set<Finding>(['TLS_SELF_SIGNED', 'TLS_INCOMPLETE', 'TLS_CHANGED']);

/** What a person can decide about a stage that stops: that this certificate is their team's, or that open is good enough. */
export function Remedy({
  stage,
  onAllow,
}: {
  readonly stage: StageResult;
  readonly onAllow: (allow: { trust?: string; allowHttp?: boolean }) => void;
}) {
  const { t } = useTranslation('joining');
  const { certificate } = stage;
  if (stage.ok) return null;
  if (TRUSTABLE.has(stage.code) && certificate)
    return (
      <div className="remedy">
        <Button onPress={() => onAllow({ trust: certificate.sha256 })}>{t('trust')}</Button>
        <span className="hint">{t('trustHint')}</span>
      </div>
    );
  if (stage.code === 'HTTP_PRIVATE')
    return (
      <div className="remedy">
        <Button onPress={() => onAllow({ allowHttp: true })}>{t('allowHttp')}</Button>
      </div>
    );
  return null;
}
