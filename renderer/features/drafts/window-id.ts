const KEY = 'taskflow.window';

/** This window's own id: stays over a reload, ends with the window. */
export function windowId(storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage): string {
  const kept = storage.getItem(KEY);
  if (kept) return kept;
  const made = crypto.randomUUID();
  storage.setItem(KEY, made);
  return made;
}
