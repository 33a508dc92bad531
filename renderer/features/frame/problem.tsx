import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** In place of a page that threw: the rest of the window goes on. */
export function Problem() {
  const { t } = useTranslation();
  return (
    <>
      <EmptyState
        isPage
        art="unsynced"
        text={`${t('problem.title')} ${t('problem.body')}`}
        action={
          <Button kind="primary" onPress={() => location.reload()}>
            {t('problem.reload')}
          </Button>
        }
      />
    </>
  );
}

/** For an address that leads nowhere. */
export function NothingHere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <EmptyState
        isPage
        art="nomatch"
        text={t('problem.gone')}
        action={<Button onPress={() => void navigate('/tasks')}>{t('problem.goTasks')}</Button>}
      />
    </>
  );
}
