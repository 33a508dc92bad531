import type { LogFn } from 'pino';
import { Seldom } from '../ports/seldom.ts';

/** Tells a log of failures; of those that come again and again, as in an outage, once a minute with how many were alike. */
export function outageLog(tell: LogFn, message: string): (error: unknown) => void {
  const seldom = new Seldom();
  return (error) => {
    const { code, message: kind = String(error) } = (error ?? {}) as {
      code?: string;
      message?: string;
    };
    const alike = seldom.take(code ?? kind);
    if (alike !== null) tell({ ...(alike > 0 && { alike }), err: error }, message);
  };
}
