import type { ReactNode } from 'react';
import { Art, type ArtKind } from './art.tsx';

/** Nothing to show: a drawing, one sentence, one button (with its key). */
export function EmptyState({ art, text, action }: { art: ArtKind; text: string; action?: ReactNode }) {
  return (
    <section className="empty">
      <Art kind={art} />
      <p>{text}</p>
      {action}
    </section>
  );
}
