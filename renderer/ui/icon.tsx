import type { LucideIcon } from 'lucide-react';

/** A Lucide icon in the window's size and line: 16 px, 14 in meta and pills. Says nothing to screen readers. */
export function Icon({ of: Shape, size = 16 }: { of: LucideIcon; size?: number }) {
  return <Shape className="icon" size={size} aria-hidden />;
}
