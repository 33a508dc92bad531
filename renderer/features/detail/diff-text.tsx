import type { DiffPart } from './word-diff.ts';

/** A difference as text: what went struck through, what came underlaid. */
export function DiffText({ parts }: { parts: readonly DiffPart[] }) {
  return parts.map(({ kind, text }, index) => {
    if (kind === 'del') return <del key={index}>{text}</del>;
    if (kind === 'ins') return <ins key={index}>{text}</ins>;
    return <span key={index}>{text}</span>;
  });
}
