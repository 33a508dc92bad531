import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** In place of the doctor's findings where none of them needs anybody: how many there are, and a way to see them. */
export function AllWell({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('joining');
  return (
    <p className="all-well">
      <Icon of={CircleCheck} />
      <span>{t('allWell', { count })}</span>
      <span className="grow" />
      <Button kind="quiet" small onPress={onShow}>
        {t('showChecks')}
      </Button>
    </p>
  );
}
