import { Globe, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PasswordField } from '../auth/index.tsx';
import type { DatabaseUrls } from './database-urls.ts';
import type { JoinDraft } from './use-join.ts';

interface TargetProps {
  readonly draft: JoinDraft;
  readonly isTried: boolean;
  readonly set: (change: Partial<JoinDraft>) => void;
}

const EXAMPLES = {
  databaseUrl: 'postgres://user:password@host:5432/taskflow',
  mongodbUrl: 'mongodb://user:password@host:27017/taskflow',
  redisUrl: 'redis://:password@host:6379',
} as const;

/** The addresses of a team's three databases. They are secrets, and read like passwords. */
export function DatabaseFields({
  urls,
  missing,
  onChange,
}: {
  readonly urls: DatabaseUrls;
  /** What is wrong with one that is empty. */
  readonly missing: (text: string) => string | undefined;
  readonly onChange: (change: Partial<DatabaseUrls>) => void;
}) {
  const { t } = useTranslation('joining');
  return (['databaseUrl', 'mongodbUrl', 'redisUrl'] as const).map((name) => (
    <PasswordField
      key={name}
      label={t(name)}
      autoComplete="off"
      placeholder={EXAMPLES[name]}
      value={urls[name]}
      error={missing(urls[name])}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  ));
}

/** Where the team is: one address, or three of databases with what they mean. */
export function TargetFields({ draft, isTried, set }: TargetProps) {
  const { t } = useTranslation('joining');
  const missing = (text: string): string | undefined => (isTried && !text.trim() ? t('needed') : undefined);
  if (draft.way === 'team')
    return (
      <Field
        label={t('address')}
        icon={<Icon of={Globe} />}
        type="text"
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one line that the dialog starts with
        autoFocus
        placeholder="team.example.org"
        value={draft.address}
        hint={draft.invite ? t(draft.address ? 'invited' : 'inviteOnly') : t('addressHint')}
        error={missing(draft.address)}
        onChange={(event) => set({ address: event.target.value })}
      />
    );
  return (
    <div className="three">
      <p className="notice warn">
        <Icon of={TriangleAlert} />
        <span>{t('databasesFor')}</span>
      </p>
      {draft.invite && <p className="hint">{t('inviteDatabases')}</p>}
      <DatabaseFields urls={draft} missing={missing} onChange={set} />
    </div>
  );
}
