import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BindingId } from '../../keys/bindings.ts';
import { capsOf, chordOf, isLetterKey } from '../../keys/chord.ts';
import { isChoosable, isReserved, rivalsOf, type ChosenKeys } from '../../keys/chosen.ts';
import { platform } from '../../platform/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Caps } from '../../ui/kbd.tsx';

/** Milliseconds in which a second letter belongs to the first: "g i". */
const SEQUENCE_MS = 1500;

/** Asks for the keys of an act by having them pressed, and says what else they do now. */
export function KeyDialog({
  id,
  chosen,
  onClose,
  onSave,
}: {
  id: BindingId;
  chosen: ChosenKeys;
  onClose: () => void;
  onSave: (keys: string) => void;
}) {
  const { t } = useTranslation('keys');
  const [keys, setKeys] = useState('');
  const pressed = useRef<{ readonly chord: string; readonly at: number } | null>(null);
  const caps = keys ? capsOf(keys, platform.isMac) : [];
  const rivals = keys ? rivalsOf(chosen, id, keys) : [];
  const isRefused = keys !== '' && (isReserved(keys) || !rivals.every(isChoosable));
  const names = rivals.map((rival) => t(`binding.${rival}`)).join(', ');

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // These go on meaning the dialog.
    if (['Escape', 'Tab'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (keys && !isRefused) onSave(keys);
      return;
    }
    const chord = chordOf(event.nativeEvent, platform.isMac);
    if (!chord || event.repeat) return;
    const before = pressed.current;
    const goesOn = before && isLetterKey(before.chord) && event.timeStamp - before.at < SEQUENCE_MS;
    setKeys(goesOn ? `${before.chord} ${chord}` : chord);
    pressed.current = goesOn ? null : { chord, at: event.timeStamp };
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('change.title', { act: t(`binding.${id}`) })}
      className="key-dialog"
      footer={
        <>
          <span className="grow" />
          <Button kind="quiet" onPress={onClose}>
            {t('change.cancel')}
          </Button>
          <Button kind="primary" isDisabled={keys === '' || isRefused} onPress={() => onSave(keys)}>
            {t(rivals.length > 0 && !isRefused ? 'change.take' : 'change.save')}
          </Button>
        </>
      }
    >
      <div className="press">
        <input
          readOnly
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- pressing keys is why it was opened
          autoFocus
          aria-label={t('change.press')}
          value={keys}
          onKeyDown={onKeyDown}
        />
        <span aria-hidden>{keys ? <Caps caps={caps} /> : t('change.press')}</span>
      </div>
      <p role="status" className={isRefused ? 'hint bad' : 'hint'}>
        {keys === ''
          ? t('change.hint')
          : isRefused
            ? t('change.refused')
            : rivals.length > 0
              ? t('change.rivals', { acts: names })
              : t('change.free')}
      </p>
    </Dialog>
  );
}
