import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listBackups, makeBackup, restoreBackup, type BackupItem } from '../../../server/contract/app.ts';
import type { ImportAnswer } from '../../../server/contract/transfer.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { LOCALES, currentLanguage } from '../../i18n/index.ts';
import { longDate, timeOfDay } from '../../i18n/dates.ts';
import { said } from '../../i18n/said.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';

const when = (iso: string): string => `${longDate(new Date(iso))}, ${timeOfDay(new Date(iso))}`;

/** "1.4 MB" in the chosen language. */
function size(bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  const digits = { maximumFractionDigits: value < 10 ? 1 : 0 };
  return new Intl.NumberFormat(LOCALES[currentLanguage()], { style: 'unit', unit, ...digits }).format(value);
}

/** Settings > Backups: the copies, one to make now, and the way back to one. */
export function BackupsPage() {
  const { t } = useTranslation('transfer');
  const { t: common } = useTranslation();
  const { call, queries } = useWorkspace();
  const [asked, setAsked] = useState<{ item: BackupItem; would: ImportAnswer } | null>(null);
  const list = useQuery({
    queryKey: queryKeys.backups,
    queryFn: ({ signal }) => call(listBackups, {}, { signal }),
  });
  const again = () => queries.invalidateQueries({ queryKey: queryKeys.backups });
  const make = useMutation({ mutationFn: () => call(makeBackup, {}), onSuccess: again });
  const look = useMutation({
    mutationFn: async (item: BackupItem) => ({
      item,
      would: await call(restoreBackup, { params: { id: item.id }, body: { preview: true } }),
    }),
    onSuccess: setAsked,
  });
  const restore = useMutation({
    mutationFn: async (item: BackupItem) => {
      await call(restoreBackup, { params: { id: item.id }, body: { preview: false } });
      return item;
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  const error = make.error ?? look.error ?? restore.error ?? list.error;
  const items = list.data?.items ?? [];
  const difference = asked
    ? [
        asked.would.created > 0 && t('backups.difference.created', { count: asked.would.created }),
        asked.would.updated > 0 && t('backups.difference.updated', { count: asked.would.updated }),
        ...asked.would.warnings.map(({ code, params }) =>
          said(`importNotes:${code}`, params).replace(/\.$/, ''),
        ),
      ].filter((part) => part !== false)
    : [];

  return (
    <>
      <h1>{t('backups.title')}</h1>
      <p className="lead">{t('backups.lead')}</p>
      <p className="page-act">
        <Button kind="primary" isDisabled={make.isPending} onPress={() => make.mutate()}>
          {make.isPending ? t('backups.making') : t('backups.make')}
        </Button>
      </p>
      <div role="status" aria-live="polite">
        {error && <p className="notice bad">{errorMessage(error)}</p>}
        {restore.data && (
          <p className="notice good">{t('backups.restored', { when: when(restore.data.at) })}</p>
        )}
      </div>
      {list.data && items.length === 0 && <p className="lead">{t('backups.none')}</p>}
      {items.length > 0 && (
        <table className="facts">
          <thead>
            <tr>
              <th scope="col">{t('backups.when')}</th>
              <th scope="col">{t('backups.why')}</th>
              <th scope="col">{t('backups.size')}</th>
              <th scope="col">
                <span className="sr">{t('backups.restore')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <td>
                  {when(item.at)}
                  <small>{item.verified ? t('backups.proven') : t('backups.damaged')}</small>
                </td>
                <td>{t(`backups.reasons.${item.reason}`)}</td>
                <td>
                  {size(item.bytes)}
                  <small>{common('tasksCount', { count: item.tasks })}</small>
                </td>
                <td>
                  <Button
                    small
                    aria-label={`${t('backups.restore')}: ${when(item.at)}`}
                    isDisabled={!item.verified || look.isPending || restore.isPending}
                    onPress={() => look.mutate(item)}
                  >
                    {t('backups.restore')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        title={t('backups.previewTitle', { when: asked ? when(asked.item.at) : '' })}
        body={t('backups.previewBody', { summary: difference.join(', ') || t('backups.difference.same') })}
        confirm={t('backups.confirm')}
        cancel={t('backups.cancel')}
        onConfirm={() => asked && restore.mutate(asked.item)}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
