import { useTranslation } from 'react-i18next';
import { STATUSES, type Status } from '../../../server/contract/tasks.ts';
import { number } from '../../i18n/dates.ts';
import { StatusRing } from '../../ui/glyphs.tsx';
import { ChartFigure } from './chart-frame.tsx';
import { percentages } from './scale.ts';

/** How the tasks divide by status: one bar, and a table that is its legend. */
export function StatusChart({ counts }: { counts: Readonly<Record<Status, number>> }) {
  const { t } = useTranslation(['insights', 'common']);
  const shares = percentages(STATUSES.map((status) => counts[status]));
  return (
    <ChartFigure title={t('byStatus')} hint={t('byStatusHint')} head={[]}>
      <div className="stack" aria-hidden>
        {STATUSES.filter((status) => counts[status] > 0).map((status) => (
          <i
            key={status}
            className={status === 'cancelled' ? 'pale' : ''}
            style={{ flexGrow: counts[status], background: `var(--status-${status.replace('_', '-')})` }}
          />
        ))}
      </div>
      <table className="legend">
        <thead className="sr">
          <tr>
            <th scope="col">{t('table.status')}</th>
            <th scope="col">{t('table.tasks')}</th>
            <th scope="col">{t('table.share')}</th>
          </tr>
        </thead>
        <tbody>
          {STATUSES.map((status, i) => (
            <tr key={status}>
              <th scope="row">
                <span>
                  <StatusRing status={status} />
                  {t(`common:status.${status}`)}
                </span>
              </th>
              <td>{number(counts[status])}</td>
              <td>{percent(shares[i] ?? 0, counts[status] > 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartFigure>
  );
}

/** A share as it reads; what is there but rounds to nothing is less than one percent. */
function percent(share: number, isThere: boolean): string {
  const words = number(Math.max(share, isThere ? 1 : 0) / 100, { style: 'percent' });
  return isThere && share === 0 ? `<${words}` : words;
}
