import { useTranslation } from 'react-i18next';

/** The page of this feature. */
export function TasksPage() {
  const { t } = useTranslation('tasks');
  return (
    <header className="bar">
      <h1>{t('title')}</h1>
    </header>
  );
}
