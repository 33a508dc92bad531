import { Suspense, lazy } from 'react';
import type { MarkdownProps } from './markdown.tsx';

const Markdown = lazy(() => import('./markdown.tsx').then((module) => ({ default: module.Markdown })));

/** Markdown as it reads; until its reader is there (once), the plain text stands in the same place. */
export function MarkdownView(props: MarkdownProps) {
  return (
    <Suspense fallback={<div className="md plain-text">{props.text}</div>}>
      <Markdown {...props} />
    </Suspense>
  );
}
