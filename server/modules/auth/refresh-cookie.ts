import { AppError, because } from '../../errors.ts';

/** Where browsers reach this server, and from which other pages they may. */
export interface Origins {
  /** PUBLIC_URL, or where it listens. */
  readonly own: string;
  /** CORS_ORIGINS. */
  readonly others: readonly string[];
}

/** How the refresh token lies in a browser. */
export interface CookiePolicy {
  readonly name: string;
  readonly secure: boolean;
}

export const REFRESH_COOKIE = 'taskflow_refresh';
const IDLE_SECONDS = 7 * 24 * 60 * 60;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * `__Host-` pins a cookie to this host over https. On loopback without https, where nobody listens in between, a plain one
 * does. Throws FOREIGN_ORIGIN where neither is so: a browser would lose the cookie.
 */
export function cookiePolicy(own: string): CookiePolicy {
  const { protocol, hostname } = new URL(own);
  if (protocol === 'https:') return { name: `__Host-${REFRESH_COOKIE}`, secure: true };
  if (LOOPBACK.test(hostname)) return { name: REFRESH_COOKIE, secure: false };
  throw because('FOREIGN_ORIGIN', { code: 'HTTPS_ONLY' });
}

/** The Set-Cookie of a token; null takes it away. */
export function refreshCookie({ name, secure }: CookiePolicy, token: string | null): string {
  const age = token === null ? 0 : IDLE_SECONDS;
  return `${name}=${token ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** Throws FOREIGN_ORIGIN unless a page of ours asks: what a browser does by its cookie, no other page may make it do. */
export function checkOrigin(origin: string, { own, others }: Origins): void {
  if (origin !== '' && (origin === own || others.includes(origin))) return;
  throw new AppError('FOREIGN_ORIGIN', 'This request did not come from TaskFlow’s own page.');
}
