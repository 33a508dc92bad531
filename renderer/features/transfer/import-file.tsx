import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FORMATS, type ImportFormat } from '../../../server/contract/tasks.ts';
import { useIsTeam } from '../../api/workspaces.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { ImportPreview } from './import-preview.tsx';
import { MappingForm } from './mapping-form.tsx';
import { summaryOf } from './summary.ts';
import { useImport } from './use-import.ts';

/** A chosen file: how to read it, what would come of it, and the act. */
export function ImportFile({ file }: { file: { name: string; content: string; format: ImportFormat } }) {
  const { t } = useTranslation('transfer');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const work = useImport(file);
  const answer = work.preview;
  // A team's tasks are not one person's to replace.
  const isTeam = useIsTeam();
  const replaces = work.format === 'taskflow' && work.mode === 'replace';
  const news = answer ? answer.created + answer.updated : 0;

  return (
    <>
      <div className="opts">
        <div>
          <b>{t('format')}</b>
          <Select
            label={t('format')}
            value={work.format}
            items={FORMATS.map((id) => ({ id, label: t(`formats.${id}`) }))}
            onChange={work.setFormat}
          />
        </div>
        {work.format === 'taskflow' && !isTeam && (
          <div>
            <b>{t('mode')}</b>
            {replaces && <span>{t('replaceHint')}</span>}
            <Select
              label={t('mode')}
              value={work.mode}
              items={(['merge', 'replace'] as const).map((id) => ({ id, label: t(`modes.${id}`) }))}
              onChange={work.setMode}
            />
          </div>
        )}
      </div>
      {answer && (
        <MappingForm format={work.format} answer={answer} mapping={work.mapping} onChange={work.setMapping} />
      )}
      <div role="status" aria-live="polite">
        {work.error && <p className="notice bad">{work.error}</p>}
        {work.done && (
          <p className="notice good">
            {t('done', { summary: summaryOf(work.done, t) })}
            <Button kind="link" onPress={() => void navigate('/tasks')}>
              {t('showTasks')}
            </Button>
          </p>
        )}
      </div>
      {answer && !work.done && (
        <>
          <ImportPreview answer={answer} />
          <Button
            kind={replaces ? 'danger' : 'primary'}
            isDisabled={work.isRunning || (!replaces && news === 0)}
            onPress={() => (replaces ? setAsking(true) : work.run())}
          >
            {work.isRunning ? t('running') : replaces ? t('runReplace') : t('run', { count: news })}
          </Button>
        </>
      )}
      <ConfirmDialog
        isOpen={asking}
        title={t('replaceConfirmTitle')}
        body={t('replaceConfirmBody')}
        confirm={t('replaceConfirm')}
        cancel={t('replaceCancel')}
        onConfirm={work.run}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
