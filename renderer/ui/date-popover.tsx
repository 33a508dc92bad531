import { Suspense, lazy, useLayoutEffect } from 'react';
import { typeAhead } from '../keys/type-ahead.ts';
import { Popover, type PopoverProps } from './popover.tsx';

/** What a person chose: a calendar day, or an instant when a time was named. null takes the date away. */
export type DateChoice = { readonly dueDate: string; readonly dueAllDay: boolean } | null;

export interface DatePopoverProps extends Pick<
  PopoverProps,
  'anchor' | 'isOpen' | 'onOpenChange' | 'label' | 'placement'
> {
  /** What is chosen now, in the wire's form. */
  readonly value: DateChoice;
  /** Whether there is a date to take away, where `value` does not say: of several tasks with different ones. */
  readonly canRemove?: boolean;
  readonly onPick: (choice: DateChoice) => void;
}

// The month and the reading of words are fetched when a date is first asked for.
const DatePicker = lazy(() => import('./date-picker.tsx').then((module) => ({ default: module.DatePicker })));

/** A date opens: a field that understands words ("next fri", "tomorrow 9am") above a month. */
export function DatePopover({
  anchor,
  isOpen,
  onOpenChange,
  label,
  placement,
  value,
  canRemove = value !== null,
  onPick,
}: DatePopoverProps) {
  return (
    <Popover
      anchor={anchor}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      label={label}
      width={300}
      className="cal"
      {...(placement ? { placement } : {})}
    >
      <Suspense fallback={<Coming />}>
        <DatePicker
          label={label}
          value={value}
          canRemove={canRemove}
          onPick={(choice) => {
            onPick(choice);
            onOpenChange(false);
          }}
        />
      </Suspense>
    </Popover>
  );
}

/** The room of the month while it is fetched. What is typed meanwhile is for its field. */
function Coming() {
  useLayoutEffect(() => void typeAhead(), []);
  return <div className="cal-room" />;
}
