import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DatePopover } from '../../ui/date-popover.tsx';
import { PickPopover } from '../../ui/pick-popover.tsx';
import { laterChoices } from './later.ts';
import { morningOf } from '../detail/reminder.ts';

/** When to be reminded again: a few times that are near, or one that is written. */
export function LaterPopover({
  anchor,
  onClose,
  onPick,
}: {
  anchor: Element;
  onClose: () => void;
  onPick: (at: Date) => void;
}) {
  const { t } = useTranslation('inbox');
  const [choices] = useState(() => laterChoices(new Date()));
  const [shown, show] = useState<'list' | 'own'>('list');
  const goesOn = useRef(false);
  const hung = { anchor: { current: anchor }, isOpen: true, label: t('later') };
  if (shown === 'own')
    return (
      <DatePopover
        {...hung}
        value={null}
        onOpenChange={(isOpen) => !isOpen && onClose()}
        onPick={(choice) => choice && onPick(new Date(morningOf(choice)))}
      />
    );
  return (
    <PickPopover
      {...hung}
      keyOf="later"
      width={280}
      onOpenChange={(isOpen) => !isOpen && !goesOn.current && onClose()}
      items={[
        ...choices.map(({ id, hint }) => ({ id, hint, label: t(`laterTo.${id}`) })),
        { id: 'own' as const, label: t('laterTo.own'), apart: true },
      ]}
      selected={[]}
      onPick={(id) => {
        const choice = choices.find((one) => one.id === id);
        if (choice) onPick(choice.at);
        else {
          goesOn.current = true;
          show('own');
        }
      }}
    />
  );
}
