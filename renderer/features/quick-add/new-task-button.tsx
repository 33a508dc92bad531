import { useTranslation } from 'react-i18next';
import { dispatcher } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';

/** The way out of a page that has nothing to show yet. */
export function NewTaskButton() {
  const { t } = useTranslation();
  return (
    <Button keyOf="newTask" onPress={() => dispatcher.run('newTask')}>
      {t('newTask')}
    </Button>
  );
}
