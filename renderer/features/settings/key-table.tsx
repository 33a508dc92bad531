import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { BINDINGS, bindingOf, type BindingId } from '../../keys/bindings.ts';
import { capsOf } from '../../keys/chord.ts';
import { isChoosable, keysIn, withKeys, withUsual } from '../../keys/chosen.ts';
import { platform } from '../../platform/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Caps } from '../../ui/kbd.tsx';
import { KeyDialog } from './key-dialog.tsx';

const GROUPS = [...new Set(BINDINGS.map(({ group }) => group))];

/** Every act that has a key, by its groups; a press on its keys asks for others. */
export function KeyTable() {
  const { t } = useTranslation('keys');
  const { keys: chosen } = useSettings();
  const update = useUpdateSettings();
  const [asked, setAsked] = useState<BindingId | null>(null);
  return (
    <div className="key-table">
      {GROUPS.map((group) => (
        <section key={group}>
          <h2>{t(`group.${group}`)}</h2>
          <dl>
            {BINDINGS.filter((binding) => binding.group === group).map(({ id }) => {
              const [first] = keysIn(chosen, id);
              const caps = first === undefined ? [] : capsOf(first, platform.isMac);
              const name = t(`binding.${id}`);
              const isOwn = first !== bindingOf(id).keys[0];
              return (
                <div key={id} className="pair">
                  <dt>{name}</dt>
                  <dd>
                    {isChoosable(id) ? (
                      <button
                        type="button"
                        className={isOwn ? 'key-of own' : 'key-of'}
                        aria-label={t('change.of', { act: name, keys: first ?? t('change.none') })}
                        aria-haspopup="dialog"
                        onClick={() => setAsked(id)}
                      >
                        {first === undefined ? <i>{t('change.none')}</i> : <Caps caps={caps} />}
                      </button>
                    ) : (
                      <span className="key-of">
                        <Caps caps={caps} />
                      </span>
                    )}
                    {isOwn && (
                      <IconButton
                        small
                        label={t('change.usual', { act: name })}
                        onPress={() => update({ keys: withUsual(chosen, id) })}
                      >
                        <Icon of={RotateCcw} size={14} />
                      </IconButton>
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
      {asked && (
        <KeyDialog
          id={asked}
          chosen={chosen}
          onClose={() => setAsked(null)}
          onSave={(keys) => {
            setAsked(null);
            update({ keys: withKeys(chosen, asked, keys) });
          }}
        />
      )}
    </div>
  );
}
