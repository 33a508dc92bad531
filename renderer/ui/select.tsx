import { ChevronsUpDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Icon } from './icon.tsx';
import { PickPopover, type PickItem } from './pick-popover.tsx';

/** A button that shows the choice and opens the list of all, with type-ahead. */
export function Select<Id extends string>({
  label,
  value,
  items,
  onChange,
}: {
  label: string;
  value: Id;
  items: readonly PickItem<Id>[];
  onChange: (id: Id) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const shown = items.find((item) => item.id === value)?.label ?? '';
  return (
    <>
      <AriaButton
        ref={anchor}
        className="select"
        aria-label={`${label}: ${shown}`}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
      >
        {shown}
        <Icon of={ChevronsUpDown} size={14} />
      </AriaButton>
      <PickPopover
        anchor={anchor}
        isOpen={isOpen}
        onOpenChange={setOpen}
        label={label}
        placement="bottom end"
        items={items}
        selected={[value]}
        onPick={onChange}
      />
    </>
  );
}
