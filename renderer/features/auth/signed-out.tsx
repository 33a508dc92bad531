import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Access } from '../../api/access.ts';
import { useMe } from '../../api/people.ts';
import { KeyLayer } from '../../keys/use-key.tsx';
import { Button } from '../../ui/button.tsx';
import { SignInForm } from './sign-in-form.tsx';

/**
 * Lies over the window when the session has ended: what stands in it stays, and goes out after the sign-in. Only the same
 * person may go on; anybody else gets a window of their own.
 */
export function SignedOut({ access }: { access: Access }) {
  const { t } = useTranslation('auth');
  const state = useSyncExternalStore(access.subscribe, access.state);
  const me = useMe();
  if (state.is !== 'out') return null;
  const { why } = state;
  return (
    <ModalOverlay isOpen isDismissable={false} isKeyboardDismissDisabled className="scrim">
      <Modal className="dialog again">
        <KeyLayer>
          <AriaDialog role="alertdialog" className="inside">
            <Heading slot="title" level={2}>
              {t(`over.${why}`)}
            </Heading>
            <p>{t(`overText.${why}`)}</p>
            {why === 'replaced' ? (
              <footer>
                <span className="grow" />
                <Button kind="primary" onPress={() => location.reload()}>
                  {t('loadAgain')}
                </Button>
              </footer>
            ) : (
              <>
                <SignInForm
                  email={me?.email ?? undefined}
                  onSubmit={(credentials) => access.signIn(credentials)}
                />
                <footer>
                  <Button kind="link" onPress={() => location.assign('/')}>
                    {t('somebodyElse')}
                  </Button>
                </footer>
              </>
            )}
          </AriaDialog>
        </KeyLayer>
      </Modal>
    </ModalOverlay>
  );
}
