import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { exportTasks } from '../../../server/contract/transfer.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { platform } from '../../platform/index.ts';
import { Button } from '../../ui/button.tsx';

/** Milliseconds that 100,000 tasks with their history may take. */
const EXPORT_TIMEOUT = 300_000;

/** Everything as JSON, or the tasks as CSV, handed over as a file. */
export function ExportPanel() {
  const { t } = useTranslation('transfer');
  const { call } = useWorkspace();
  const work = useMutation({
    mutationFn: async (format: 'json' | 'csv') => {
      const content = await call(
        exportTasks,
        { query: { format } },
        { signal: AbortSignal.timeout(EXPORT_TIMEOUT) },
      );
      const name = `taskflow-${new Date().toISOString().slice(0, 10)}.${format}`;
      const type = format === 'json' ? 'application/json' : 'text/csv';
      return (await platform.saveFile(name, String(content), type)) ? name : null;
    },
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
