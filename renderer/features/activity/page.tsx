import { useTranslation } from 'react-i18next';

/** The page of this feature. */
export function ActivityPage() {
  const { t } = useTranslation('activity');
  return (
    <header className="bar">
      <h1>{t('title')}</h1>
    </header>
  );
}
