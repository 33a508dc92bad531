import type { RefObject } from 'react';
import { useKey } from '../../keys/use-key.tsx';
import { canAct, type InboxItem } from './use-inbox.ts';
import type { ItemActs } from './use-item-acts.ts';

/** The keys of the inbox: j and k go from one to the next, E and H act on the one with the focus, Enter opens it as any link. */
export function useInboxFocus(
  feed: RefObject<HTMLElement | null>,
  items: readonly InboxItem[],
  acts: ItemActs,
  onLater: (item: InboxItem, at: Element) => void,
): void {
  const links = (): HTMLElement[] => [...(feed.current?.querySelectorAll<HTMLElement>('a.all') ?? [])];
  const focused = (): Element | null | undefined => document.activeElement?.closest('[data-id]');
  const move = (by: 1 | -1) => (): boolean => {
    const all = links();
    const at = all.findIndex((link) => link.closest('[data-id]') === focused());
    const next = all[at === -1 ? 0 : at + by];
    next?.focus();
    return next !== undefined;
  };
  /** Acts on the one with the focus. */
  const onFocused = (act: (item: InboxItem, row: Element) => void) => (): boolean => {
    const row = focused();
    const item = items.find((one) => one.id === row?.getAttribute('data-id'));
    if (!row || !item || !canAct(item)) return false;
    act(item, row);
    return true;
  };
  useKey('down', move(1));
  useKey('up', move(-1));
  useKey('done', onFocused(acts.done));
  useKey(
    'later',
    onFocused((item, row) => onLater(item, row.querySelector('a.all b') ?? row)),
  );
}
