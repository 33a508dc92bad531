import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger, type TooltipProps } from 'react-aria-components';
import type { BindingId } from '../keys/bindings.ts';
import { Kbd } from './kbd.tsx';

/** Words and key of what lies under the pointer or has the focus. The child must be a Button of react-aria (ours are). */
export function Tooltip({
  label,
  keyOf,
  placement = 'bottom',
  children,
}: {
  label: string;
  keyOf?: BindingId;
  placement?: NonNullable<TooltipProps['placement']>;
  children: ReactElement;
}) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      {children}
      <AriaTooltip className="tooltip" placement={placement} offset={6}>
        {label}
        {keyOf && <Kbd of={keyOf} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
