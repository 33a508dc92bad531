import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { Form, NewPassword, flawOf } from '../auth/index.tsx';
import { resetIn } from '../workspaces/index.ts';

/** A new password by the link that an administrator has made; it signs in too. */
export function NewPasswordForm({
  onSubmit,
}: {
  /** Rejects when it was refused; the form says why. */
  readonly onSubmit: (given: { readonly password: string; readonly reset: string }) => Promise<void>;
}) {
  const { t } = useTranslation('sync');
  const { t: auth } = useTranslation('auth');
  const [link, setLink] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const reset = resetIn(link);
  return (
    <Form
      submit={t('setPassword')}
      onSubmit={() => {
        setTried(true);
        return reset !== null && flawOf(password) === null ? onSubmit({ password, reset }) : null;
      }}
    >
      <Field
        label={t('resetLink')}
        value={link}
        hint={t('resetLinkHint')}
        autoComplete="off"
        spellCheck={false}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form was asked for
        autoFocus
        error={isTried && reset === null ? t('resetLinkCut') : undefined}
        onChange={(event) => setLink(event.target.value)}
      />
      <NewPassword label={auth('newPassword')} value={password} isTried={isTried} onChange={setPassword} />
    </Form>
  );
}
