import type { ReactNode } from 'react';
import { Logo } from '../../ui/logo.tsx';

/** A page with one thing to say, before or without the frame: what is so, what to do, at most one button. */
export function PlainPage({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <main className="first plain" id="main">
      <header>
        <Logo />
        <h1>{title}</h1>
        <p>{text}</p>
        {action && <div className="act">{action}</div>}
      </header>
    </main>
  );
}
