import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { BindingId } from '../keys/bindings.ts';
import { capsOfBinding, dispatcher, printed } from '../keys/use-key.tsx';

/** The keys of a binding as caps. Hidden from screen readers: aria-keyshortcuts or the tooltip says it there. */
export function Kbd({ of: id }: { of: BindingId }) {
  // Another key may be chosen while it is shown.
  useSyncExternalStore(dispatcher.subscribe, dispatcher.chosen);
  return <Caps caps={capsOfBinding(id)} />;
}

/** Caps that belong to no binding, like Shift Enter inside of a dialog. */
export function Caps({ caps }: { caps: readonly (string | { readonly after: true })[] }) {
  const { t } = useTranslation();
  if (caps.length === 0) return null;
  if (caps.length === 1 && typeof caps[0] === 'string') return <kbd aria-hidden>{printed(caps[0])}</kbd>;
  return (
    <span className="keys" aria-hidden>
      {caps.map((cap, index) =>
        typeof cap === 'string' ? <kbd key={index}>{printed(cap)}</kbd> : <i key={index}>{t('afterKey')}</i>,
      )}
    </span>
  );
}
