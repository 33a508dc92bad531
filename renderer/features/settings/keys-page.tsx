import { useTranslation } from 'react-i18next';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { Toggle } from '../../ui/choice.tsx';
import { KeyTable } from './key-table.tsx';

/** Settings > Keys: the switch for the single letters, and every key there is, to be chosen anew. */
export function KeysPage() {
  const { t } = useTranslation('settings');
  const settings = useSettings();
  const update = useUpdateSettings();
  return (
    <>
      <h1>{t('keyboard.title')}</h1>
      <p className="lead">{t('keyboard.lead')}</p>
      <div className="opts">
        <div>
          <b>{t('keyboard.letters')}</b>
          <span>{t('keyboard.lettersHint')}</span>
          <Toggle
            label={t('keyboard.letters')}
            isOn={settings.letterKeys}
            onChange={(letterKeys) => update({ letterKeys })}
          />
        </div>
      </div>
      <KeyTable />
    </>
  );
}
