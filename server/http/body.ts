import type { IncomingMessage } from 'node:http';
import { LIMITS } from '../contract/primitives.ts';
import { AppError } from '../errors.ts';

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
      throw new AppError('VALIDATION', `The JSON is nested deeper than ${LIMITS.jsonDepth} levels.`);
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

function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error?: unknown): void => {
      request.off('data', take).off('end', stop).off('error', stop).off('close', cut);
      if (error) reject(error instanceof Error ? error : new Error('The request ended early.'));
      else resolve(Buffer.concat(chunks, size));
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        request.pause();
        stop(tooLarge(limit));
      }
    };
    const cut = (): void => stop(new AppError('MALFORMED_JSON', 'The body ended before it was whole.'));
    request.on('data', take).on('end', stop).on('error', cut).on('close', cut);
  });
}

/**
 * Reads a JSON body of at most `limit` bytes; what is larger is refused before it is read on.
 * Throws UNSUPPORTED_MEDIA_TYPE, TOO_LARGE, MALFORMED_JSON, FORBIDDEN_KEY, VALIDATION.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  checkHeaders(request, limit);
  const bytes = await collect(request, limit);
  if (bytes.length === 0) throw new AppError('MALFORMED_JSON', 'The body is empty; JSON was expected.');
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new AppError('MALFORMED_JSON', 'The body is no valid JSON in UTF-8.', undefined, { cause: error });
  }
  checkJson(value);
  return value;
}
