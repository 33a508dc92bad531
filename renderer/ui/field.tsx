import { CircleAlert } from 'lucide-react';
import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { Icon } from './icon.tsx';

export interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  readonly label: string;
  /** What is wrong with it, in a sentence; turns the outline red. */
  readonly error?: string | undefined;
  /** What is to be known while writing; gives way to `error`. */
  readonly hint?: string | undefined;
  readonly icon?: ReactNode;
  /** Stands at the end of the line: a button that belongs to it. */
  readonly after?: ReactNode;
  /** The label is for screen readers only, as in a bar. */
  readonly bare?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A line to write in, with its label above and what is wrong below. */
export function Field({ label, error, hint, icon, after, bare = false, ref, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={error ? 'field bad' : 'field'}>
      <label className={bare ? 'sr' : 'label'} htmlFor={id}>
        {label}
      </label>
      <span className="input">
        {icon}
        <input
          {...input}
          {...(ref ? { ref } : {})}
          id={id}
          aria-invalid={error !== undefined}
          {...(error ? { 'aria-describedby': `${id}-error` } : {})}
          {...(hint && !error ? { 'aria-describedby': `${id}-hint` } : {})}
        />
        {after}
      </span>
      {hint && !error && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <em id={`${id}-error`} role="alert">
          <Icon of={CircleAlert} size={14} />
          {error}
        </em>
      )}
    </div>
  );
}
