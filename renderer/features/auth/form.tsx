import { CircleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { Icon } from '../../ui/icon.tsx';

/** A form that is sent once at a time: what is wrong stands above its button, in words. */
export function Form({
  submit,
  onSubmit,
  children,
}: {
  /** The words on its button. */
  readonly submit: string;
  /** Rejects when it was refused; null when something has to be mended first, which a field says. */
  readonly onSubmit: () => Promise<void> | null;
  readonly children: ReactNode;
}) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (): Promise<void> => {
    const sent = isBusy ? null : onSubmit();
    if (!sent) return;
    setBusy(true);
    setFailure(null);
    await sent.catch(setFailure);
    setBusy(false);
  };
  return (
    <form
      className="fields"
      noValidate
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      <div role="alert" className="refusal">
        {failure !== null && (
          <p className="notice bad">
            <Icon of={CircleAlert} />
            <span>{errorMessage(failure)}</span>
          </p>
        )}
      </div>
      <button type="submit" className="btn primary wide" aria-disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}
