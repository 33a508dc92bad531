/** Which stop of the keyboard an element is. */
export function stopAt(target: Element): { day: string; index: number; id?: string } | null {
  const day = target.closest<HTMLElement>('[data-day]');
  const key = day?.dataset['day'];
  if (!day || !key) return null;
  if (target === day) return { day: key, index: -1 };
  const stops = [...day.querySelectorAll<HTMLElement>('[data-id], .more')];
  const index = stops.findIndex((one) => one.contains(target));
  const id = stops[index]?.dataset['id'];
  return index < 0 ? null : { day: key, index, ...(id ? { id } : {}) };
}
