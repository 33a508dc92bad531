import { useTranslation } from 'react-i18next';

/** The page of this feature. */
export function InboxPage() {
  const { t } = useTranslation('inbox');
  return (
    <header className="bar">
      <h1>{t('title')}</h1>
    </header>
  );
}
