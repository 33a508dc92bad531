import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';

/** Asks for the name of a view. */
export function NameForm({ name: given, onName }: { name: string; onName: (name: string) => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  const [name, setName] = useState(given);
  return (
    <form
      className="name-view"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) onName(name.trim());
      }}
    >
      <Field
        label={t('filter.saveAs')}
        // It opens because somebody asked to write in it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        maxLength={60}
        value={name}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <Button kind="primary" type="submit" isDisabled={!name.trim()}>
        {t('common:save')}
      </Button>
    </form>
  );
}
