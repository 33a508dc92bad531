import type { Found } from './stage.ts';

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** An address as it was typed or pasted, as an origin: https where nothing is said, path and query taken off; null: none. */
export function originOf(typed: string): URL | null {
  const text = typed.trim();
  const written = SCHEME.test(text) ? text : `https://${text}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.port === '0')
    return null;
  return url.hostname === '' ? null : new URL(url.origin);
}

/** `known`: the origins that this app has joined. */
export function lookAtAddress(typed: string, known: readonly string[]): Found<URL> {
  const url = originOf(typed);
  if (!url) return { code: 'ADDRESS_INVALID' };
  return known.includes(url.origin)
    ? { code: 'ADDRESS_DUPLICATE', warning: true, value: url }
    : { code: 'OK', value: url };
}
