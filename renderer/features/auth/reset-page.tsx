import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resetPassword } from '../../../server/contract/auth.ts';
import type { Access } from '../../api/access.ts';
import { DoorPage } from './door-page.tsx';
import { Form } from './form.tsx';
import { NewPassword } from './new-password.tsx';
import { flawOf } from './password-rules.ts';

/** A new password by the link of an administrator. */
export function ResetPage({
  access,
  token,
  onDone,
}: {
  readonly access: Access;
  readonly token: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('auth');
  const [next, setNext] = useState('');
  const [isTried, setTried] = useState(false);
  const reset = async (): Promise<void> => {
    await access.open(resetPassword, { body: { token, next } });
    onDone();
  };
  return (
    <DoorPage
      title={t('reset')}
      lead={t('resetLead', { host: location.host })}
      below={<a href="/">{t('goSignIn')}</a>}
    >
      <Form
        submit={t('setPassword')}
        onSubmit={() => {
          setTried(true);
          return flawOf(next) ? null : reset();
        }}
      >
        <NewPassword label={t('newPassword')} value={next} isTried={isTried} isFirst onChange={setNext} />
      </Form>
    </DoorPage>
  );
}
