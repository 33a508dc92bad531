type Listener = (invite: string | null) => void;

const listeners = new Set<Listener>();

/** Opens the dialog that adds a team; with the token of an invitation whose link was opened outside. */
export function openJoin(invite: string | null = null): void {
  for (const listener of listeners) listener(invite);
}

/** For the frame, which shows it. */
export function onOpenJoin(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
