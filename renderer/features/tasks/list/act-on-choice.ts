import type { Task } from '../../../../server/contract/tasks.ts';
import type { Property } from '../properties/property-popover.tsx';
import type { RowChoice } from './row-menu.tsx';

/** What a view does with one task when its menu is asked to. */
export interface ChoiceActs {
  readonly open: () => void;
  readonly rename: () => void;
  readonly select: () => void;
  readonly assignToMe: () => void;
  readonly copyLink: () => void;
  readonly remove: () => void;
  readonly openProperty: (property: Property, tasks: readonly Task[], at?: Element) => void;
}

/** Does what was chosen in the menu of a task; `at` is what the menu hung on. */
export function actOnChoice(choice: RowChoice, task: Task, at: Element, acts: ChoiceActs): void {
  switch (choice) {
    case 'open':
      return acts.open();
    case 'rename':
      return acts.rename();
    case 'select':
      return acts.select();
    case 'assignToMe':
      return acts.assignToMe();
    case 'copyLink':
      return acts.copyLink();
    case 'delete':
      return acts.remove();
    case 'status':
    case 'priority':
    case 'assignee':
    case 'due':
      // The menu closes first: two popovers on one element would fight for the focus.
      setTimeout(() => acts.openProperty(choice, [task], at.isConnected ? at : undefined));
  }
}
