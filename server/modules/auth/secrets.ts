import { createHash, createHmac, randomBytes, type KeyObject } from 'node:crypto';

/** 256 random bits, 43 characters of base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. Of 256 random bits a plain hash is enough: nobody can try them all. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** A refresh token in its parts. */
export interface RefreshSecret {
  readonly sessionId: string;
  readonly secret: string;
}

export const tokenOf = ({ sessionId, secret }: RefreshSecret): string => `${sessionId}.${secret}`;

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

/** Null: not written like one. */
export function readToken(token: string): RefreshSecret | null {
  const [, sessionId, secret] = TOKEN.exec(token) ?? [];
  return sessionId && secret ? { sessionId, secret } : null;
}

/**
 * What follows a browser's secret. It depends on nothing else, so that two windows, or one that lost the answer, get the
 * same, and nothing has to be kept in the clear for that.
 */
export const successorOf = (presented: RefreshSecret, key: KeyObject): string =>
  createHmac('sha256', key).update(tokenOf(presented)).digest('base64url');
