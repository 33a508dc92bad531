import type { IncomingMessage } from 'node:http';
import { LIMITS } from '../contract/primitives.ts';
import { AppError, invalidAt } from '../errors.ts';
import { waitFor, type Patience } from './arrival.ts';
import { JsonPieces } from './json-pieces.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

const tooLarge = (limit: number): AppError =>
  new AppError(
    'TOO_LARGE',
    `The body is larger than ${Math.floor(limit / 1024)} KB, which is the most here.`,
  );

/** Refuses what could reach a prototype or exhaust a stack, before any schema looks at it. */
export function checkJson(value: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth > LIMITS.jsonDepth)
      throw invalidAt('', { code: 'TOO_DEEP', params: { most: LIMITS.jsonDepth } });
    if (Array.isArray(next.value)) {
      for (const item of next.value) open.push({ value: item, depth: next.depth + 1 });
      continue;
    }
    for (const [key, item] of Object.entries(next.value)) {
      if (FORBIDDEN.has(key))
        throw new AppError('FORBIDDEN_KEY', `The JSON holds the key ${key}, which is refused.`);
      open.push({ value: item, depth: next.depth + 1 });
    }
  }
}

function checkHeaders(request: IncomingMessage, limit: number): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body uncompressed.');
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/.test(type))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
}

/** Bytes beyond which a body is read while it arrives. */
const LARGE = 1 << 20;

/** The value of a body: of a small one when it is there, of a large one bit by bit. */
class Reading {
  readonly #chunks: Buffer[] = [];
  #pieces: JsonPieces | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#pieces) return this.#pieces.add(chunk);
    this.#chunks.push(chunk);
    if (this.#size <= LARGE) return;
    this.#pieces = new JsonPieces();
    for (const one of this.#chunks.splice(0)) this.#pieces.add(one);
  }

  value(): unknown {
    return this.#pieces
      ? this.#pieces.end()
      : (JSON.parse(utf8.decode(Buffer.concat(this.#chunks, this.#size))) as unknown);
  }
}

const malformed = (cause: unknown): AppError =>
  new AppError('MALFORMED_JSON', 'The body is no valid JSON in UTF-8.', undefined, { cause });

function read(request: IncomingMessage, limit: number, patience: Patience | null): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const reading = new Reading();
    let stopWaiting = (): void => undefined;
    const leave = (): void => {
      stopWaiting();
      request.off('data', take).off('end', finish).off('error', cut).off('close', cut);
    };
    const refuse = (error: AppError): void => {
      leave();
      request.pause();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      if (reading.size + chunk.length > limit) return refuse(tooLarge(limit));
      try {
        reading.add(chunk);
      } catch (error) {
        refuse(malformed(error));
      }
    };
    const finish = (): void => {
      leave();
      if (reading.size === 0)
        return reject(new AppError('MALFORMED_JSON', 'The body is empty; JSON was expected.'));
      try {
        resolve(reading.value());
      } catch (error) {
        reject(malformed(error));
      }
    };
    const cut = (): void => refuse(new AppError('MALFORMED_JSON', 'The body ended before it was whole.'));
    // Who asked has gone while it was looked at who they are: nothing will be said any more, not even its end.
    if (request.destroyed) return cut();
    request.on('data', take).on('end', finish).on('error', cut).on('close', cut);
    if (patience) stopWaiting = waitFor(request, patience, refuse);
  });
}

/**
 * Reads a JSON body of at most `limit` bytes; what is larger is refused before it is read on, and one of many megabytes is
 * read as it arrives. `patience`: where it may take longer than other requests. Throws UNSUPPORTED_MEDIA_TYPE, TOO_LARGE,
 * MALFORMED_JSON, REQUEST_TIMEOUT, FORBIDDEN_KEY, VALIDATION.
 */
export async function readJson(
  request: IncomingMessage,
  limit: number,
  patience: Patience | null = null,
): Promise<unknown> {
  checkHeaders(request, limit);
  const value = await read(request, limit, patience);
  checkJson(value);
  return value;
}
