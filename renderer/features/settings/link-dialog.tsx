import { useTranslation } from 'react-i18next';
import { momentWithin } from '../../i18n/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CopyButton } from './copy-button.tsx';

export interface MadeLink {
  readonly title: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** A link that is shown once, to be copied; null: nothing is shown. */
export function LinkDialog({
  made,
  hint,
  onClose,
}: {
  readonly made: MadeLink | null;
  /** What it is good for, with `when` for its end. */
  readonly hint: (when: string) => string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('team');
  return (
    <Dialog
      isOpen={made !== null}
      title={made?.title ?? ''}
      className="made-link"
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          {made && <CopyButton text={made.url} label={t('copy')} copied={t('copied')} kind="primary" />}
          <Button onPress={onClose}>{t('done')}</Button>
        </>
      }
    >
      <p>{made && hint(momentWithin(made.expiresAt))}</p>
      <span className="input">
        <input
          readOnly
          aria-label={t('link')}
          value={made?.url ?? ''}
          onFocus={(event) => event.currentTarget.select()}
        />
      </span>
    </Dialog>
  );
}
