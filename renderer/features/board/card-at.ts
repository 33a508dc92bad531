import type { Task } from '../../../server/contract/tasks.ts';
import { cardId } from './card.tsx';

/** The id of the task whose card holds an element; null on anything else. */
export function cardIdAt(target: EventTarget): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>('[data-testid="card"]')?.dataset['id'] ?? null;
}

/** What a popover for some tasks hangs on: the bar of the selection, a card of theirs, or the window. */
export function anchorOf(tasks: readonly Task[]): Element {
  const card = tasks
    .map((task) => document.getElementById(cardId(task.id)))
    .find((element) => element !== null);
  const bar = document.querySelector('.bulk');
  return (tasks.length > 1 ? (bar ?? card) : (card ?? bar)) ?? document.body;
}
