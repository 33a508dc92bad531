import type { ReactNode } from 'react';
import { Art, type ArtKind } from './art.tsx';

/** Nothing to show: a drawing, one sentence, one button (with its key). `isPage`: it is all there is, so it is the heading. */
export function EmptyState({
  art,
  text,
  action,
  isPage = false,
}: {
  art: ArtKind;
  text: string;
  action?: ReactNode;
  isPage?: boolean;
}) {
  return (
    <section className="empty">
      <Art kind={art} />
      {isPage ? <h1>{text}</h1> : <p>{text}</p>}
      {action}
    </section>
  );
}
