import { type ReactNode, type Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import type { BindingId } from '../keys/bindings.ts';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

type Pressable = Omit<AriaButtonProps, 'className' | 'style' | 'children'> & { ref?: Ref<HTMLButtonElement> };

export interface ButtonProps extends Pressable {
  /** primary once a screen, soft beside it, quiet in bars, link inside messages, danger for what cannot be undone. */
  readonly kind?: 'primary' | 'soft' | 'quiet' | 'link' | 'danger';
  readonly small?: boolean;
  /** It is at work: a press does nothing, and it keeps the focus, which a disabled button loses (and Esc with it). */
  readonly isBusy?: boolean;
  /** Shows the key of a binding inside the button. */
  readonly keyOf?: BindingId;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A button with words. Reacts by onPress. In a bar put the words in a <span>: narrow windows show the icon alone. */
export function Button({
  kind = 'soft',
  small = false,
  isBusy = false,
  keyOf,
  className = '',
  children,
  ref,
  onPress,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(ref ? { ref } : {})}
      {...(isBusy ? { 'aria-disabled': true } : onPress ? { onPress } : {})}
      className={`btn ${kind}${small ? ' sm' : ''} ${className}`.trimEnd()}
    >
      {children}
      {keyOf && <Kbd of={keyOf} />}
    </AriaButton>
  );
}

export interface IconButtonProps extends Pressable {
  /** What it does: its name for screen readers and in the tooltip. */
  readonly label: string;
  readonly keyOf?: BindingId;
  readonly small?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A button that is an icon, with its name and key in a tooltip. */
export function IconButton({
  label,
  keyOf,
  small = false,
  className = '',
  children,
  ref,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(keyOf ? { keyOf } : {})}>
      <AriaButton
        {...rest}
        {...(ref ? { ref } : {})}
        aria-label={label}
        className={`ib${small ? ' sm' : ''} ${className}`.trimEnd()}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}
