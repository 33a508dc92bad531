import { randomBytes } from 'node:crypto';

export const LAUNCH_HEADER = 'x-taskflow-launch';

/** A key for one start: 256 random bits. */
export const newLaunchKey = (): string => randomBytes(32).toString('base64url');

/**
 * The headers of a request with the launch key put on, if it goes to our own server (its websockets too). Page scripts
 * never see the key; on every other request a header of that name is taken off.
 */
export function withLaunchKey(
  url: string,
  headers: Readonly<Record<string, string>>,
  origin: string | null,
  key: string,
): Record<string, string> {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== LAUNCH_HEADER);
  const kept = Object.fromEntries(others);
  if (origin === null || !URL.canParse(url)) return kept;
  const target = new URL(url);
  if (!['http:', 'ws:'].includes(target.protocol) || target.host !== new URL(origin).host) return kept;
  return { ...kept, [LAUNCH_HEADER]: key };
}
