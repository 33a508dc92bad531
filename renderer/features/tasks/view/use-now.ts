import { useSyncExternalStore } from 'react';

/** The clock of what is shown: one for the window, in steps of a minute. */
let now = new Date();
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

function tick(): void {
  now = new Date();
  for (const listener of listeners) listener();
  wait();
}

function wait(): void {
  if (timer) clearTimeout(timer);
  timer = listeners.size > 0 ? setTimeout(tick, 60_000 - (Date.now() % 60_000)) : null;
}

function onVisible(): void {
  // A sleeping computer fires no timers: what became overdue meanwhile shows as soon as somebody looks.
  if (!document.hidden) tick();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = new Date();
    document.addEventListener('visibilitychange', onVisible);
  }
  listeners.add(listener);
  wait();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', onVisible);
    wait();
  };
}

/** The moment, renewed each minute: for what is late and what day it is. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
