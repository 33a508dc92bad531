import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '../../api/error-message.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { saveExport } from './save-export.ts';

/** Everything as JSON, or the tasks as CSV, handed over as a file. */
export function ExportPanel() {
  const { t } = useTranslation('transfer');
  const { call } = useWorkspace();
  const work = useMutation({
    mutationFn: (format: 'json' | 'csv') => saveExport(call, format),
  });
  return (
    <section aria-labelledby="export-title">
      <h2 id="export-title">{t('exportTitle')}</h2>
      <div className="opts">
        {(['json', 'csv'] as const).map((format) => (
          <div key={format}>
            <b>{t(format)}</b>
            <span>{t(`${format}Hint`)}</span>
            <Button
              aria-label={`${t('export')}: ${t(format)}`}
              isDisabled={work.isPending}
              onPress={() => work.mutate(format)}
            >
              {work.isPending && work.variables === format ? t('exporting') : t('export')}
            </Button>
          </div>
        ))}
      </div>
      <div role="status" aria-live="polite">
        {work.error && <p className="notice bad">{errorMessage(work.error)}</p>}
        {work.data && <p className="notice good">{t('exported', { name: work.data })}</p>}
      </div>
    </section>
  );
}
