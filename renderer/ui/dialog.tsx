import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { KeyLayer } from '../keys/use-key.tsx';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Its name; shown as the heading unless `bare`. */
  readonly title: string;
  /** Without header: the content brings its own (quick add, the palette). */
  readonly bare?: boolean;
  /** A press outside does not close it: something has been typed. */
  readonly keepsOpen?: boolean;
  /** What stands in the header between title and the closing cross. */
  readonly tools?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A dialog over the window: 16 px from the edges, scrolls inside, Esc and a press outside close it, focus returns. */
export function Dialog({
  isOpen,
  onClose,
  title,
  bare = false,
  keepsOpen = false,
  tools,
  footer,
  className = '',
  children,
}: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!keepsOpen}
      className="scrim"
    >
      <Modal className={`dialog ${className}`.trimEnd()}>
        <KeyLayer>
          <AriaDialog className="inside" {...(bare ? { 'aria-label': title } : {})}>
            {!bare && (
              <header>
                <Heading slot="title" level={2}>
                  {title}
                </Heading>
                {tools}
                <span className="grow" />
                <IconButton label={t('close')} onPress={onClose}>
                  <Icon of={X} />
                </IconButton>
              </header>
            )}
            {children}
            {footer && <footer>{footer}</footer>}
          </AriaDialog>
        </KeyLayer>
      </Modal>
    </ModalOverlay>
  );
}

/** What asks: only for what cannot be undone. The content brings heading, words and answers. */
export function AskingDialog({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && onClose()} className="scrim">
      <Modal className="dialog ask-first">
        <KeyLayer>
          <AriaDialog role="alertdialog" className="inside">
            {children}
          </AriaDialog>
        </KeyLayer>
      </Modal>
    </ModalOverlay>
  );
}

/** The one dialog that asks: only for what cannot be undone. `confirm` names the act and the count, `cancel` what stays. */
export function ConfirmDialog({
  isOpen,
  title,
  body,
  confirm,
  cancel,
  onConfirm,
  onClose,
}: {
  isOpen: boolean;
  title: string;
  body: string;
  confirm: string;
  cancel: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  if (!isOpen) return null;
  return (
    <AskingDialog onClose={onClose}>
      <Heading slot="title" level={2}>
        {title}
      </Heading>
      <p>{body}</p>
      <footer>
        <span className="grow" />
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the safe answer is the one that Enter gives */}
        <Button autoFocus onPress={onClose}>
          {cancel}
        </Button>
        <Button
          kind="danger"
          onPress={() => {
            onConfirm();
            onClose();
          }}
        >
          {confirm}
        </Button>
      </footer>
    </AskingDialog>
  );
}
