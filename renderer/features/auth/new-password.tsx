import { useTranslation } from 'react-i18next';
import { PasswordField } from './password-field.tsx';
import { flawOf } from './password-rules.ts';

/** A line for a password that is to be set: its rule below, and after a try what breaks it. */
export function NewPassword({
  label,
  value,
  isTried,
  isFirst = false,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  /** Whether it was sent once: before that nobody is blamed for what is not written yet. */
  readonly isTried: boolean;
  /** Whether it is the first field of its page. */
  readonly isFirst?: boolean;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation('auth');
  const flaw = flawOf(value);
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- only where it is the first field of its page
      autoFocus={isFirst}
      value={value}
      hint={t('passwordRule')}
      error={flaw && (isTried || flaw === 'long') ? t(flaw === 'short' ? 'tooShort' : 'tooLong') : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
