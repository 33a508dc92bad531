import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { Toggle } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { KeyList } from './key-list.tsx';

/** Every key there is, from the one registry, with a field to find one. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('keys');
  const { letterKeys } = useSettings();
  const update = useUpdateSettings();
  const [query, setQuery] = useState('');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
      className="sheet"
      tools={
        <Field
          bare
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- finding is why it was opened
          autoFocus
          label={t('find')}
          placeholder={t('find')}
          icon={<Icon of={Search} />}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      }
      footer={
        <>
          <Toggle
            isOn={letterKeys}
            onChange={(isOn) => update({ letterKeys: isOn })}
            label={t('letterKeys')}
          />
          <span aria-hidden>{t('letterKeys')}</span>
          <span className="hint">{t('letterKeysHint')}</span>
        </>
      }
    >
      <KeyList query={query} />
    </Dialog>
  );
}
