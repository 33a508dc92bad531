const listeners = new Set<() => void>();

/** Opens the dialog that adds a team. */
export function openJoin(): void {
  for (const listener of listeners) listener();
}

/** For the frame, which shows it. */
export function onOpenJoin(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
