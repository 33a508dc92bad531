import type { ReactNode } from 'react';
import { Logo } from '../../ui/logo.tsx';

/** A page before the sign-in: what it is for, one form, and what else there is to know below. */
export function DoorPage({
  title,
  lead,
  children,
  below,
}: {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children?: ReactNode;
  readonly below?: ReactNode;
}) {
  return (
    <main className="first door-page" id="main">
      <header>
        <Logo />
        <h1>{title}</h1>
        <p>{lead}</p>
      </header>
      {children && <section className="sign-card">{children}</section>}
      <footer>{below}</footer>
    </main>
  );
}
