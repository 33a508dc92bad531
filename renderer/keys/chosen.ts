import { BINDINGS, bindingOf, type BindingGroup, type BindingId } from './bindings.ts';
import type { Settings } from '../../server/contract/app.ts';

/** Keys that a person chose, by binding; the rest have those of the registry. */
export type ChosenKeys = Settings['keys'];

/** Those that a list or a dialog handles by itself, or that stand for many keys: they stay as they are. */
const FIXED: ReadonlySet<BindingId> = new Set(['workspace', 'closeLayer', 'pickUp', 'moveCard', 'putBack']);

export const isChoosable = (id: BindingId): boolean => !FIXED.has(id);

/** What answers a binding under a choice. */
export function keysIn(chosen: ChosenKeys, id: BindingId): readonly string[] {
  const own = Object.hasOwn(chosen, id) && isChoosable(id) ? chosen[id] : undefined;
  return own ?? bindingOf(id).keys;
}

/** What means the same everywhere: text, the browser's own windows, moving the focus. */
const RESERVED =
  /^(Escape|Tab|Shift\+Tab|Enter|Space|Arrow\w+|F5|F11|F12|Mod\+[CVXWTNQR]|Mod\+Shift\+[CVWTNR]|Mod\+Shift\+\d)$/;

/** Whether keys can be given to an act at all. */
export const isReserved = (keys: string): boolean => keys.split(' ').some((chord) => RESERVED.test(chord));

const EVERYWHERE: ReadonlySet<BindingGroup> = new Set(['anywhere', 'views', 'goTo']);

/** Whether acts of two groups can be asked for in the same place. */
const meet = (a: BindingGroup, b: BindingGroup): boolean =>
  EVERYWHERE.has(a) || EVERYWHERE.has(b) || (a === 'conflicts') === (b === 'conflicts');

/** Whether pressing the one does the other too, or on the way. */
const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);

/** What else these keys would do where they are to do `id`. Acts that share a key from the start never get in each other's way. */
export function rivalsOf(chosen: ChosenKeys, id: BindingId, keys: string): readonly BindingId[] {
  const { group, keys: usual } = bindingOf(id);
  return BINDINGS.filter(
    (other) =>
      other.id !== id &&
      meet(group, other.group) &&
      !usual.some((one) => other.keys.some((theirs) => overlap(one, theirs))) &&
      keysIn(chosen, other.id).some((one) => overlap(one, keys)),
  ).map((other) => other.id);
}

/** The choice after `keys` were given to `id`: its other keys stay, and whatever had them before has them no more. */
export function withKeys(chosen: ChosenKeys, id: BindingId, keys: string): ChosenKeys {
  const rest = keysIn(chosen, id)
    .slice(1)
    .filter((one) => one !== keys);
  const taken = rivalsOf(chosen, id, keys)
    .filter(isChoosable)
    .map((rival) => [rival, keysIn(chosen, rival).filter((one) => !overlap(one, keys))] as const);
  return pruned({ ...chosen, ...Object.fromEntries(taken), [id]: [keys, ...rest] });
}

/** The choice without one for `id`; whoever has its usual keys now gives them back. */
export function withUsual(chosen: ChosenKeys, id: BindingId): ChosenKeys {
  const { [id]: _own, ...others } = chosen;
  const [usual] = bindingOf(id).keys;
  return usual === undefined ? others : pruned(withKeys(others, id, usual));
}

/** Without what is as the registry has it. */
function pruned(chosen: ChosenKeys): ChosenKeys {
  return Object.fromEntries(
    Object.entries(chosen).filter(([id, keys]) => {
      const usual = BINDINGS.find((one) => one.id === id)?.keys;
      return usual === undefined || String(usual) !== String(keys);
    }),
  );
}
