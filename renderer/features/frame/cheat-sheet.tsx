import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { BINDINGS, type Binding, type BindingGroup } from '../../keys/bindings.ts';
import { Toggle } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { fit } from '../../ui/rank-by-query.ts';

/** Which groups stand in which column. */
const COLUMNS: readonly (readonly BindingGroup[])[] = [
  ['anywhere', 'views'],
  ['moving', 'selecting', 'goTo'],
  ['task', 'board'],
];

/** Every key there is, from the one registry, with a field to find one. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('keys');
  const { letterKeys } = useSettings();
  const update = useUpdateSettings();
  const [query, setQuery] = useState('');
  const shows = (binding: Binding): boolean => !query || fit(query, t(`binding.${binding.id}`)) !== null;
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
      {/* Scrolls where the window is low, so the keyboard has to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div className="cols" tabIndex={0} role="region" aria-label={t('title')}>
        {COLUMNS.map((groups) => (
          <div key={groups.join()}>
            {groups.map((group) => {
              const bindings = BINDINGS.filter((binding) => binding.group === group && shows(binding));
              if (bindings.length === 0) return null;
              return (
                <section key={group}>
                  <h3>{t(`group.${group}`)}</h3>
                  <dl>
                    {bindings.map((binding) => (
                      <div key={binding.id} className="pair">
                        <dt>{t(`binding.${binding.id}`)}</dt>
                        <dd>
                          <Kbd of={binding.id} />
                          <span className="sr">{binding.keys[0]}</span>
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              );
            })}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
