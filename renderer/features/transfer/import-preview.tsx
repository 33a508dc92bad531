import { useTranslation } from 'react-i18next';
import type { ImportAnswer } from '../../../server/contract/transfer.ts';
import { dueTone } from '../../i18n/dates.ts';
import { said } from '../../i18n/said.ts';
import { DueWords } from '../../ui/due.tsx';
import { PriorityBars, StatusRing } from '../../ui/glyphs.tsx';
import { summaryOf } from './summary.ts';

/** So many warnings are shown; more would be no reading. */
const SHOWN_WARNINGS = 50;

/** What an import would do, its first tasks, and what there is to know. */
export function ImportPreview({ answer }: { answer: ImportAnswer }) {
  const { t } = useTranslation('transfer');
  const more = answer.warnings.length - SHOWN_WARNINGS;
  return (
    <section aria-label={t('preview')} className="preview">
      <h2>{summaryOf(answer, t)}</h2>
      {answer.sample && answer.sample.length > 0 && (
        <ul className="sampler" aria-label={t('sampleCaption')}>
          {answer.sample.map((task, index) => (
            // The sample is read only and never reordered.
            <li key={index} className="sample-row">
              <StatusRing status={task.status} />
              <PriorityBars priority={task.priority} />
              <span className="title">{task.title}</span>
              <span className="meta">{task.list}</span>
              <span className={`due ${dueTone(task) ?? ''}`}>
                <DueWords of={task} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {answer.warnings.length > 0 && (
        <details className="warnings" open={answer.warnings.length <= 8}>
          <summary>{t('warnings', { count: answer.warnings.length })}</summary>
          <ul>
            {answer.warnings.slice(0, SHOWN_WARNINGS).map((warning, index) => (
              <li key={index}>
                {warning.line !== undefined && (
                  <span className="meta">{t('line', { line: warning.line })}</span>
                )}
                {said(`importNotes:${warning.code}`, warning.params)}
              </li>
            ))}
            {more > 0 && <li>{t('moreWarnings', { count: more })}</li>}
          </ul>
        </details>
      )}
    </section>
  );
}
