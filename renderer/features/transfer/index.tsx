import { useTranslation } from 'react-i18next';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';

/** Settings > Import and export. */
export function TransferPage() {
  const { t } = useTranslation('transfer');
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="lead">{t('lead')}</p>
      <ImportPanel />
      <ExportPanel />
    </>
  );
}
