import { useTranslation } from 'react-i18next';
import { PRIORITIES, STATUSES, type ImportFormat } from '../../../server/contract/tasks.ts';
import { SLASH_ORDERS, type ImportAnswer, type Mapping } from '../../../server/contract/transfer.ts';
import { Select } from '../../ui/select.tsx';

const FIELDS = [
  'title',
  'description',
  'status',
  'priority',
  'dueDate',
  'remindAt',
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
  const statuses = format === 'csv' || format === 'trello' ? (answer.statuses ?? []) : [];
  const priorities = format === 'csv' ? (answer.priorities ?? []) : [];
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
      {answer.slashes && (
        <fieldset className="opts">
          <legend>{t('slashes.title')}</legend>
          <div>
            <b>{answer.slashes.text}</b>
            <span>{t('slashes.hint')}</span>
            <Select
              label={`${t('slashes.title')}: ${answer.slashes.text}`}
              value={answer.slashes.order}
              items={SLASH_ORDERS.map((id) => ({ id, label: t(`slashes.${id}`) }))}
              onChange={(slashes) => onChange({ ...mapping, slashes })}
            />
          </div>
        </fieldset>
      )}
      <Words
        title={format === 'trello' ? t('lists') : t('statuses')}
        {...(format === 'trello' ? { hint: t('listsHint') } : {})}
        words={statuses}
        meanings={STATUSES.map((id) => ({ id, label: common(`status.${id}`) }))}
        chosen={mapping.statuses}
        onChange={(next) => onChange({ ...mapping, statuses: next })}
      />
      <Words
        title={t('priorities')}
        words={priorities}
        meanings={[...PRIORITIES].reverse().map((id) => ({ id, label: common(`priority.${id}`) }))}
        chosen={mapping.priorities}
        onChange={(next) => onChange({ ...mapping, priorities: next })}
      />
    </>
  );
}

/** What words of the file stand for, each by itself; a word that nothing is chosen for is read by its likeness. */
function Words<Meaning extends string>({
  title,
  hint,
  words,
  meanings,
  chosen = {},
  onChange,
}: {
  title: string;
  hint?: string;
  words: readonly string[];
  meanings: readonly { readonly id: Meaning; readonly label: string }[];
  chosen: Readonly<Record<string, Meaning>> | undefined;
  onChange: (chosen: Record<string, Meaning>) => void;
}) {
  const { t } = useTranslation('transfer');
  if (words.length === 0) return null;
  return (
    <fieldset className="opts">
      <legend>{title}</legend>
      {hint && <p className="lead">{hint}</p>}
      {words.map((word) => (
        <div key={word}>
          <b>{word}</b>
          <Select<Meaning | ''>
            label={word}
            value={chosen[word] ?? ''}
            items={[{ id: '', label: t('guess') }, ...meanings]}
            onChange={(meaning) => {
              const { [word]: _, ...others } = chosen;
              onChange(meaning ? { ...others, [word]: meaning } : others);
            }}
          />
        </div>
      ))}
    </fieldset>
  );
}
