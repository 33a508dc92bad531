import type { Facts, Finding } from '../contract/findings.ts';

/** What looking at one database found: a code, and what its sentence may name beside it. Never an address whole. */
export interface Probed {
  readonly code: Finding;
  readonly warning?: boolean;
  readonly facts: Facts;
}

/** What PostgreSQL says of the team that lives in it; null where none does yet. */
export interface ProbedTeam {
  readonly instanceId: string;
  readonly registration: 'open' | 'invite' | 'closed';
  /** Nobody has an account there. */
  readonly empty: boolean;
}

/** An error's code and no more: its message may hold an address with a password. */
export function plainReason(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const reason = typeof code === 'number' ? String(code) : (code ?? name);
  return typeof reason === 'string' ? reason : 'unknown';
}
