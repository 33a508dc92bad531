import type { ReactNode } from 'react';

/** A page with one thing to say, before or without the frame: what is so, what to do, at most one button. */
export function PlainPage({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <main className="first plain" id="main">
      <header>
        <span className="logo">
          <svg viewBox="0 0 24 24" aria-hidden>
            <path
              d="M4.5 12.2c2.6.3 3.6 5 6 5 3.2 0 3.6-9.6 9-10.4"
              fill="none"
              stroke="currentColor"
              strokeWidth="2.6"
              strokeLinecap="round"
            />
          </svg>
        </span>
        <h1>{title}</h1>
        <p>{text}</p>
        {action && <div className="act">{action}</div>}
      </header>
    </main>
  );
}
