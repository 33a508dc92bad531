import type { keys as texts } from '../i18n/en/keys.ts';

export type BindingId = keyof typeof texts.binding;
export type BindingGroup = keyof typeof texts.group;

export interface Binding {
  readonly id: BindingId;
  readonly group: BindingGroup;
  /**
   * What is pressed, alternatives in order: "Mod+K" (Ctrl, on a Mac Cmd), "g i" (one after the other), "Shift+A". Letters
   * are upper case with a modifier, lower case without; signs like # and ? are the sign itself. The first is what is shown.
   */
  readonly keys: readonly string[];
}

/** Every key of the window, in the order of the cheat sheet: the one list that handlers, tooltips and menus read. */
export const BINDINGS: readonly Binding[] = [
  { id: 'palette', group: 'anywhere', keys: ['Mod+K'] },
  { id: 'newTask', group: 'anywhere', keys: ['c'] },
  { id: 'search', group: 'anywhere', keys: ['/'] },
  { id: 'filter', group: 'anywhere', keys: ['f'] },
  { id: 'dropFilter', group: 'anywhere', keys: ['Shift+F'] },
  { id: 'clearFilters', group: 'anywhere', keys: ['Alt+Shift+F'] },
  { id: 'saveView', group: 'anywhere', keys: ['Alt+V'] },
  { id: 'undo', group: 'anywhere', keys: ['Mod+Z'] },
  { id: 'redo', group: 'anywhere', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  { id: 'sidebar', group: 'anywhere', keys: ['['] },
  { id: 'rail', group: 'anywhere', keys: [']'] },
  { id: 'cheatSheet', group: 'anywhere', keys: ['?'] },
  {
    id: 'workspace',
    group: 'anywhere',
    keys: Array.from({ length: 9 }, (_, index) => `Mod+Shift+${index + 1}`),
  },
  { id: 'viewList', group: 'views', keys: ['Mod+1'] },
  { id: 'viewBoard', group: 'views', keys: ['Mod+2'] },
  { id: 'viewTable', group: 'views', keys: ['Mod+3'] },
  { id: 'viewCalendar', group: 'views', keys: ['Mod+4'] },
  { id: 'down', group: 'moving', keys: ['j', 'ArrowDown'] },
  { id: 'up', group: 'moving', keys: ['k', 'ArrowUp'] },
  { id: 'first', group: 'moving', keys: ['Home'] },
  { id: 'last', group: 'moving', keys: ['End'] },
  { id: 'pageDown', group: 'moving', keys: ['PageDown'] },
  { id: 'pageUp', group: 'moving', keys: ['PageUp'] },
  { id: 'fold', group: 'moving', keys: ['ArrowLeft'] },
  { id: 'unfold', group: 'moving', keys: ['ArrowRight'] },
  { id: 'open', group: 'moving', keys: ['Enter', 'o'] },
  { id: 'peek', group: 'moving', keys: ['Space'] },
  { id: 'rename', group: 'moving', keys: ['F2'] },
  { id: 'closeLayer', group: 'moving', keys: ['Escape'] },
  { id: 'select', group: 'selecting', keys: ['x'] },
  { id: 'extendDown', group: 'selecting', keys: ['Shift+ArrowDown'] },
  { id: 'extendUp', group: 'selecting', keys: ['Shift+ArrowUp'] },
  { id: 'selectAll', group: 'selecting', keys: ['Mod+A'] },
  { id: 'goInbox', group: 'goTo', keys: ['g i'] },
  { id: 'goMine', group: 'goTo', keys: ['g m'] },
  { id: 'goToday', group: 'goTo', keys: ['g t'] },
  { id: 'goUpcoming', group: 'goTo', keys: ['g u'] },
  { id: 'goBoard', group: 'goTo', keys: ['g b'] },
  { id: 'goSettings', group: 'goTo', keys: ['g s'] },
  { id: 'status', group: 'task', keys: ['s'] },
  { id: 'priority', group: 'task', keys: ['p'] },
  { id: 'assignee', group: 'task', keys: ['a'] },
  { id: 'assignToMe', group: 'task', keys: ['Shift+A'] },
  { id: 'due', group: 'task', keys: ['d'] },
  { id: 'dueLater', group: 'task', keys: ['Mod+]'] },
  { id: 'dueEarlier', group: 'task', keys: ['Mod+['] },
  { id: 'done', group: 'task', keys: ['e', 'Mod+Enter'] },
  { id: 'later', group: 'task', keys: ['h'] },
  { id: 'moveUp', group: 'task', keys: ['Mod+Shift+ArrowUp'] },
  { id: 'moveDown', group: 'task', keys: ['Mod+Shift+ArrowDown'] },
  { id: 'copyLink', group: 'task', keys: ['.'] },
  { id: 'copyNamed', group: 'task', keys: ['. .'] },
  { id: 'delete', group: 'task', keys: ['Mod+Delete', 'Mod+Backspace'] },
  { id: 'restore', group: 'task', keys: ['#'] },
  { id: 'pickUp', group: 'board', keys: ['Shift+Space', 'Enter'] },
  { id: 'moveCard', group: 'board', keys: ['Arrows'] },
  { id: 'putBack', group: 'board', keys: ['Escape'] },
  { id: 'moveTo', group: 'board', keys: ['m'] },
  { id: 'openCard', group: 'board', keys: ['o'] },
  { id: 'conflictMine', group: 'conflicts', keys: ['s'] },
  { id: 'conflictBoth', group: 'conflicts', keys: ['b'] },
  { id: 'conflictTheirs', group: 'conflicts', keys: ['d'] },
];

const byId = new Map(BINDINGS.map((binding) => [binding.id, binding]));

/** The binding of an id; ids are the catalogue's, so there always is one. */
export function bindingOf(id: BindingId): Binding {
  const binding = byId.get(id);
  if (!binding) throw new Error(`There is no key ${id}: add it to keys/bindings.ts.`);
  return binding;
}
