import { refusalOfPostgres } from '../adapters/team/probes/postgres.ts';
import { ConfigError } from '../config.ts';
import { FINDINGS, FINDING_ADVICE, type Finding } from '../contract/findings.ts';
import { sentence } from '../contract/sentences.ts';
import { AppError } from '../errors.ts';

/** What the doctor says better than the driver. */
const TOLD = new Set<Finding>([
  'DATABASE_CERTIFICATE',
  'DATABASE_NO_TLS',
  'DATABASE_NO_ENTRY',
  'DATABASE_ONLY_READS',
  'DATABASE_OTHERS',
]);

/** What is so and what to do, for whoever reads a terminal. */
export function whyNotStarted(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code: finding, facts: params } = refusalOfPostgres(error instanceof AppError ? error.cause : error);
  if (TOLD.has(finding))
    return `${sentence(FINDINGS, { code: finding, params })} ${sentence(FINDING_ADVICE, { code: finding, params })}`;
  if (error instanceof AppError) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
    return error.code === 'STORE_UNAVAILABLE'
      ? `PostgreSQL cannot be reached${cause}. Look at DATABASE_URL, and whether it runs.`
      : error.message;
  }
  const { code, message, name } = error as NodeJS.ErrnoException;
  // Ctrl+C where a password was asked for.
  if (name === 'AbortError') return 'Nothing was done.';
  if (name.startsWith('Mongo')) return `MONGODB_URL cannot be used: ${message}.`;
  if (/^(28|3D|42501)/.test(code ?? '')) return `PostgreSQL refuses: ${message}. Look at DATABASE_URL.`;
  if (code === 'EADDRINUSE') return 'The port is taken by another program. Choose another with PORT.';
  if (code === 'EACCES') return 'This account may not listen on that port. Choose one above 1023 with PORT.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is no address of this machine.';
  return `The team server could not start: ${message}`;
}
