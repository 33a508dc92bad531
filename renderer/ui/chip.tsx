import { X } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

/** A filter as it reads: "Status is Todo", with a cross that takes it away. A press on the words edits it. */
export function Chip({
  children,
  label,
  onRemove,
  onPress,
  ref,
}: {
  children: ReactNode;
  /** The whole in words, for screen readers. */
  label: string;
  onRemove?: () => void;
  onPress?: () => void;
  ref?: Ref<HTMLSpanElement>;
}) {
  const { t } = useTranslation();
  return (
    <span className="chip" {...(ref ? { ref } : {})}>
      {onPress ? (
        <button type="button" className="words" aria-label={label} onClick={onPress}>
          {children}
        </button>
      ) : (
        children
      )}
      {onRemove && (
        <button type="button" aria-label={`${t('remove')}: ${label}`} onClick={onRemove}>
          <Icon of={X} size={14} />
        </button>
      )}
    </span>
  );
}
