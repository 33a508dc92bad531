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
import { Kbd } from './kbd.tsx';

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
  keyOf,
  isDisabled = false,
  isDanger = false,
  onAction,
}: {
  icon?: ReactNode;
  label: string;
  hint?: string;
  keyOf?: BindingId;
  isDisabled?: boolean;
  isDanger?: boolean;
  onAction: () => void;
}) {
  return (
    <AriaMenuItem
      className={isDanger ? 'item danger' : 'item'}
      textValue={label}
      isDisabled={isDisabled}
      onAction={onAction}
    >
      {icon ?? <span className="gutter" />}
      <span>{label}</span>
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
