import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';

/** Opens from anywhere; the frame mounts it when it is asked for and takes it away on close. */
export function QuickAdd({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('quickAdd');
  return (
    <Dialog isOpen onClose={onClose} title={t('title')}>
      {null}
    </Dialog>
  );
}
