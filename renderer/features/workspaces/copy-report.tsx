import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorAnswer } from '../../../server/contract/joining.ts';
import { useSettings } from '../../api/settings.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { reportOf } from './doctor-words.ts';

/** Copies what the doctor found, to hand on. */
export function CopyReport({ answer, address }: { answer: DoctorAnswer; address: string }) {
  const { t } = useTranslation('joining');
  const { version } = useSettings();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void =>
    void copyText(reportOf('TaskFlow connection report', address, answer, version)).then(setCopied);
  return (
    <>
      <Button kind="quiet" onPress={copy}>
        <Icon of={isCopied ? Check : Copy} />
        {t('copyReport')}
      </Button>
      <span role="status" className="hint">
        {t(isCopied ? 'copied' : 'reportHint')}
      </span>
    </>
  );
}
