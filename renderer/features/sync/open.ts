const listeners = new Set<() => void>();

/** Opens the panel of the workspace that is shown: what waits, and the connection. */
export function openSync(): void {
  for (const listener of listeners) listener();
}

/** For the frame, which shows it. */
export function onOpenSync(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
