import { useTranslation } from 'react-i18next';
import { STATUSES, type ImportFormat, type Status } from '../../../server/contract/tasks.ts';
import type { ImportAnswer, Mapping } from '../../../server/contract/transfer.ts';
import { Select } from '../../ui/select.tsx';

const FIELDS = [
  'title',
  'description',
  'status',
  'priority',
  'dueDate',
  'createdAt',
  'completedAt',
  'list',
  'tags',
] as const;
type Field = (typeof FIELDS)[number];

/** Which column holds what (CSV), and which of our statuses the file's words or lists stand for. */
export function MappingForm({
  format,
  answer,
  mapping,
  onChange,
}: {
  format: ImportFormat;
  answer: ImportAnswer;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}) {
  const { t } = useTranslation('transfer');
  const { t: common } = useTranslation();
  const headers = format === 'csv' ? (answer.headers ?? []) : [];
  const words = format === 'csv' || format === 'trello' ? (answer.statuses ?? []) : [];
  const columns: Mapping['columns'] = { ...answer.mapping?.columns, ...mapping.columns };
  const nameOf = (field: Field): string =>
    field === 'createdAt' || field === 'completedAt' || field === 'list' || field === 'tags'
      ? t(`extra.${field}`)
      : common(`field.${field}`);

  return (
    <>
      {headers.length > 0 && (
        <fieldset className="opts">
          <legend>{t('columns')}</legend>
          <p className="lead">{t('columnsHint')}</p>
          {FIELDS.map((field) => (
            <div key={field}>
              <b>{nameOf(field)}</b>
              <Select
                label={nameOf(field)}
                value={columns[field] ?? ''}
                items={[
                  { id: '', label: t('noColumn') },
                  ...headers.map((header) => ({ id: header, label: header })),
                ]}
                onChange={(header) => onChange({ ...mapping, columns: { ...columns, [field]: header } })}
              />
            </div>
          ))}
        </fieldset>
      )}
      {words.length > 0 && (
        <fieldset className="opts">
          <legend>{format === 'trello' ? t('lists') : t('statuses')}</legend>
          {format === 'trello' && <p className="lead">{t('listsHint')}</p>}
          {words.map((word) => (
            <div key={word}>
              <b>{word}</b>
              <Select<Status | ''>
                label={word}
                value={mapping.statuses?.[word] ?? ''}
                items={[
                  { id: '', label: t('guess') },
                  ...STATUSES.map((status) => ({ id: status, label: common(`status.${status}`) })),
                ]}
                onChange={(status) => {
                  const { [word]: _, ...others } = mapping.statuses ?? {};
                  onChange({ ...mapping, statuses: status ? { ...others, [word]: status } : others });
                }}
              />
            </div>
          ))}
        </fieldset>
      )}
    </>
  );
}
