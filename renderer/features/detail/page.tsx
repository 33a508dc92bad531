import { useTranslation } from 'react-i18next';

/** The page of this feature. */
export function DetailPage() {
  const { t } = useTranslation('detail');
  return (
    <header className="bar">
      <h1>{t('title')}</h1>
    </header>
  );
}
