import type { ReactNode } from 'react';
import type { BindingId } from '../../keys/bindings.ts';

/** One line of the palette. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly keyOf?: BindingId;
  /** Quiet words at the end. */
  readonly hint?: string;
  /** What stands at the end of a task: due date and face. */
  readonly end?: ReactNode;
  /** Runs when the palette has closed and the focus is back. */
  readonly run: () => void;
}
