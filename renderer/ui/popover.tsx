import type { ReactNode, RefObject } from 'react';
import { Dialog, Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from 'react-aria-components';

export interface PopoverProps {
  /** What it hangs on; may be a row or a cell as well as a button. */
  readonly anchor: RefObject<Element | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Its name for screen readers. */
  readonly label: string;
  readonly placement?: NonNullable<AriaPopoverProps['placement']>;
  /** Inline size in pixels; as wide as its content without. */
  readonly width?: number;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * A raised box that hangs on something: closes on Esc and a press outside, holds the focus and gives it back. Keys of the
 * window are off inside. Controlled, because properties open by key as well as by press.
 */
export function Popover({
  anchor,
  isOpen,
  onOpenChange,
  label,
  placement = 'bottom start',
  width,
  className = '',
  children,
}: PopoverProps) {
  return (
    <AriaPopover
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement={placement}
      offset={4}
      containerPadding={8}
      className={`menu floating ${className}`.trimEnd()}
      style={width ? { inlineSize: width } : {}}
      data-keys-off=""
    >
      <Dialog aria-label={label} className="inside">
        {children}
      </Dialog>
    </AriaPopover>
  );
}
