import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { Field, type FieldProps } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';

/** A line for a password, which can be shown: whoever types a long one wants to see it once. */
export function PasswordField(props: Omit<FieldProps, 'type' | 'after'>) {
  const { t } = useTranslation('auth');
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="off"
      after={
        <IconButton
          small
          label={t(isShown ? 'hidePassword' : 'showPassword')}
          aria-pressed={isShown}
          onPress={() => setShown(!isShown)}
        >
          <Icon of={isShown ? EyeOff : Eye} />
        </IconButton>
      }
    />
  );
}
