import { Check } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BindingId } from '../keys/bindings.ts';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import { Popover, type PopoverProps } from './popover.tsx';
import { rankByQuery } from './rank-by-query.ts';

export interface PickItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Quiet words at the end: "you". */
  readonly hint?: string;
  /** A hairline stands above it. */
  readonly apart?: boolean;
}

export interface PickPopoverProps<Id extends string> extends Pick<
  PopoverProps,
  'anchor' | 'isOpen' | 'onOpenChange' | 'label' | 'placement' | 'width'
> {
  readonly items: readonly PickItem<Id>[];
  readonly selected: readonly Id[];
  readonly onPick: (id: Id) => void;
  /** Words in the empty field: "Assign to…". */
  readonly placeholder?: string;
  readonly keyOf?: BindingId;
  /** Stays open after a choice, for several of them. */
  readonly multiple?: boolean;
  /** What is typed, for lists that are searched elsewhere. */
  readonly onQuery?: (text: string) => void;
}

/** A property opens: a field for type-ahead above a list. Typing narrows, arrows choose, Enter takes, Esc closes. */
export function PickPopover<Id extends string>(props: PickPopoverProps<Id>) {
  const { anchor, isOpen, onOpenChange, label, placement, width = 240 } = props;
  return (
    <Popover
      anchor={anchor}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      label={label}
      width={width}
      {...(placement ? { placement } : {})}
    >
      <PickList {...props} />
    </Popover>
  );
}

/** The field and the list alone, for places that bring their own box. */
export function PickList<Id extends string>({
  items,
  selected,
  onPick,
  onOpenChange,
  label,
  placeholder,
  keyOf,
  multiple = false,
  onQuery,
}: Omit<PickPopoverProps<Id>, 'anchor' | 'isOpen'>) {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const shown = rankByQuery(query, items, (item) => item.label);
  const first = Math.max(0, query ? 0 : shown.findIndex((item) => selected.includes(item.id)));
  const [moved, setMoved] = useState<number | null>(null);
  const active = Math.min(moved ?? first, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const pick = (item: PickItem<Id> | undefined): void => {
    if (!item) return;
    onPick(item.id);
    if (!multiple) onOpenChange(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowDown: (active + 1) % Math.max(1, shown.length),
      ArrowUp: (active - 1 + shown.length) % Math.max(1, shown.length),
      PageDown: shown.length - 1,
      PageUp: 0,
    };
    const step = steps[event.key];
    if (step !== undefined) setMoved(step);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) pick(shown[active]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="ask">
        <input
          className="typed"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field is why it was opened
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={id}
          aria-autocomplete="list"
          {...(shown[active] ? { 'aria-activedescendant': `${id}-${active}` } : {})}
          placeholder={placeholder ?? label}
          value={query}
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setMoved(null);
            onQuery?.(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        {keyOf && <Kbd of={keyOf} />}
      </div>
      <div
        className="options"
        role="listbox"
        id={id}
        aria-label={label}
        aria-multiselectable={multiple}
        ref={list}
      >
        {shown.map((item, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and names the option by aria-activedescendant
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={selected.includes(item.id)}
            data-active={index === active || undefined}
            className={`item${index === active ? ' on' : ''}${item.apart && !query ? ' apart' : ''}`}
            onPointerMove={() => index !== active && setMoved(index)}
            onClick={() => pick(item)}
          >
            {item.icon ?? <span className="gutter" />}
            <span>{item.label}</span>
            {item.hint && <i>{item.hint}</i>}
            {selected.includes(item.id) && <Icon of={Check} />}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className="none hint" role="status">
          {t('noMatch')}
        </p>
      )}
    </>
  );
}
