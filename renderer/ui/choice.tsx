import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface Ticked {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
}

/** A box to tick, with its words. Not for "done": that is the status ring. */
export function Checkbox({ isOn, onChange, isDisabled = false, children }: Ticked & { children: ReactNode }) {
  return (
    <label className="tick">
      <input
        className="sr"
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={isOn ? 'box on' : 'box'}>{isOn && <Icon of={Check} size={14} />}</span>
      {children}
    </label>
  );
}

/** On or off, at once. `label` is for screen readers; the words stand elsewhere in the row. */
export function Toggle({ isOn, onChange, isDisabled = false, label }: Ticked & { label: string }) {
  return (
    <label className="tick">
      <input
        className="sr"
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        aria-label={label}
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={isOn ? 'toggle on' : 'toggle'} />
    </label>
  );
}

/** A few choices side by side, one of them on. `compact` shows the words of the one that is on only. */
export function Segmented<Id extends string>({
  label,
  value,
  items,
  onChange,
  compact = false,
}: {
  label: string;
  value: Id;
  items: readonly {
    readonly id: Id;
    readonly label: string;
    readonly icon?: ReactNode;
    readonly title?: string;
  }[];
  onChange: (id: Id) => void;
  compact?: boolean;
}) {
  return (
    <div className={compact ? 'switch compact' : 'switch'} role="group" aria-label={label}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          className={item.id === value ? 'on' : ''}
          aria-pressed={item.id === value}
          aria-label={item.label}
          title={item.title ?? (compact ? item.label : undefined)}
          onClick={() => onChange(item.id)}
        >
          {item.icon}
          {(!compact || item.id === value) && <span>{item.label}</span>}
        </button>
      ))}
    </div>
  );
}
