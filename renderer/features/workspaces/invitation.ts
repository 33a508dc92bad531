import { destinationIn } from '../../../server/contract/destinations.ts';
import { Secret } from '../../../server/contract/primitives.ts';

/** What was pasted where an address is asked for. */
export interface Pasted {
  /** The server's address; '' where the link names none. */
  readonly url: string;
  /** The token of an invitation; null where it is a mere address. */
  readonly invite: string | null;
}

const isToken = (text: string): boolean => Secret.safeParse(text).success;

/** Reads an address or an invitation: PUBLIC_URL/join#token, or taskflow://join#token. */
export function readPasted(text: string): Pasted {
  const trimmed = text.trim();
  const to = destinationIn(trimmed);
  if (to?.kind === 'join') return { url: '', invite: to.invite };
  const [address = '', hash] = trimmed.split('#', 2);
  if (hash === undefined || !isToken(hash)) return { url: trimmed, invite: null };
  const join = /^(.*?)\/join\/?$/i.exec(address);
  return join ? { url: join[1] ?? '', invite: hash } : { url: trimmed, invite: null };
}

/** The token of an invitation, from a whole link or on its own; null when it is neither. */
export function inviteIn(text: string): string | null {
  const trimmed = text.trim();
  return isToken(trimmed) ? trimmed : readPasted(trimmed).invite;
}

/** The token of a link for a new password (PUBLIC_URL/reset#token, taskflow://reset#token), or it on its own; null: neither. */
export function resetIn(text: string): string | null {
  const trimmed = text.trim();
  return isToken(trimmed) ? trimmed : (/\/reset\/?#([\w-]{43})$/i.exec(trimmed)?.[1] ?? null);
}
