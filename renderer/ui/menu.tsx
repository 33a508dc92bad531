import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  MenuTrigger,
  Popover,
  Separator,
  type PopoverProps,
} from 'react-aria-components';
import type { BindingId } from '../keys/bindings.ts';
import { capsOf } from '../keys/chord.ts';
import { platform } from '../platform/index.ts';
import { Icon } from './icon.tsx';
import { Caps, Kbd } from './kbd.tsx';

/** A menu of acts on the button it is given; type-ahead, arrows and Esc come with it. */
export function Menu({
  trigger,
  label,
  placement = 'bottom start',
  width,
  children,
}: {
  /** A Button or IconButton. */
  trigger: ReactElement;
  label: string;
  placement?: NonNullable<PopoverProps['placement']>;
  width?: number;
  children: ReactNode;
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        className="menu floating"
        placement={placement}
        offset={4}
        containerPadding={8}
        style={width ? { inlineSize: width } : {}}
        data-keys-off=""
      >
        <AriaMenu aria-label={label} className="inside">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** One act of a menu. */
export function MenuItem({
  icon,
  label,
  hint,
  detail,
  keyOf,
  caps,
  isOn = false,
  isDisabled = false,
  isDanger = false,
  onAction,
}: {
  icon?: ReactNode;
  label: string;
  hint?: string;
  /** A second line: how it is doing. `tone` warn where that asks for attention. */
  detail?: { readonly text: string; readonly tone: '' | 'warn' | 'bad' };
  keyOf?: BindingId;
  /** What to press, where one binding has many keys. */
  caps?: string;
  /** Whether it is the one that is shown now. */
  isOn?: boolean;
  isDisabled?: boolean;
  isDanger?: boolean;
  onAction: () => void;
}) {
  return (
    <AriaMenuItem
      className={`item${isDanger ? ' danger' : ''}${detail ? ' tall' : ''}`}
      textValue={label}
      isDisabled={isDisabled}
      onAction={onAction}
    >
      {icon ?? <span className="gutter" />}
      {detail ? (
        <span>
          <b>{label}</b>
          <i className={detail.tone}>{detail.text}</i>
        </span>
      ) : (
        <span>{label}</span>
      )}
      {isOn && <Icon of={Check} />}
      {caps && <Caps caps={capsOf(caps, platform.isMac)} />}
      {hint && <i>{hint}</i>}
      {keyOf && <Kbd of={keyOf} />}
    </AriaMenuItem>
  );
}

/** A named part of a menu. */
export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AriaMenuSection>
      <Header className="heading">{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

/** A hairline between parts of a menu. */
export function MenuSeparator() {
  return <Separator elementType="hr" />;
}
