import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resetPassword } from '../../../server/contract/auth.ts';
import { ApiError } from '../../../server/contract/client.ts';
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
  const unanswered = useRef<string | null>(null);
  const reset = async (): Promise<void> => {
    try {
      await access.open(resetPassword, { body: { token, next } });
    } catch (error) {
      const code = error instanceof ApiError ? error.code : null;
      if (code === 'UNREACHABLE') unanswered.current = next;
      // The same once more, after an answer that was lost: the link was used up by that.
      if (code !== 'LINK_INVALID' || unanswered.current !== next) throw error;
    }
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
