import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../../../server/contract/auth.ts';
import { ApiError } from '../../../server/contract/client.ts';
import { useMe } from '../../api/people.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Form, NewPassword, PasswordField, flawOf } from '../auth/index.tsx';

/** Settings > Password. */
export function PasswordPage() {
  const { t } = useTranslation('team');
  const { t: auth } = useTranslation('auth');
  const { call } = useWorkspace();
  const me = useMe();
  const [typed, setTyped] = useState({ current: '', next: '' });
  const [isTried, setTried] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const [isDone, setDone] = useState(false);
  const change = async (): Promise<void> => {
    setDone(false);
    try {
      await call(changePassword, { body: typed });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'BAD_CREDENTIALS')) throw error;
      setWrong(true);
      return;
    }
    setTyped({ current: '', next: '' });
    setTried(false);
    setDone(true);
  };
  return (
    <>
      <h1>{t('password.title')}</h1>
      <p className="lead">{t('password.lead')}</p>
      <div role="status">{isDone && <p className="notice good">{t('password.done')}</p>}</div>
      <Form
        submit={t('password.change')}
        onSubmit={() => {
          setTried(true);
          return typed.current && !flawOf(typed.next) ? change() : null;
        }}
      >
        {/* For the browser, which keeps passwords by account. */}
        <input
          className="sr"
          type="email"
          autoComplete="username"
          readOnly
          tabIndex={-1}
          aria-hidden
          value={me?.email ?? ''}
        />
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          value={typed.current}
          error={isWrong ? t('password.wrong') : isTried && !typed.current ? auth('missing') : undefined}
          onChange={(event) => {
            setWrong(false);
            setTyped({ ...typed, current: event.target.value });
          }}
        />
        <NewPassword
          label={t('password.next')}
          value={typed.next}
          isTried={isTried}
          onChange={(next) => setTyped({ ...typed, next })}
        />
      </Form>
    </>
  );
}
