import { request as requestHttp, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createGunzip, type Gunzip } from 'node:zlib';

export interface FetchLimits {
  /** Largest answer, unpacked. */
  readonly bytes: number;
  /** Told of each piece of an answer that comes in, and of each of a request that had to wait and was taken. */
  readonly heard?: () => void;
}

const NO_BODY = new Set([204, 205, 304]);
/** Bytes of a request that are sent at once. */
const PIECE = 32 * 1024;
/** Milliseconds: what is taken sooner went into a buffer, and says nothing of the other side. */
const WAITED = 50;

/** An answer that is larger than anything a team says. */
class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/**
 * `fetch` over an agent of our own, which decides whom to trust. It follows no redirect, sends no cookie, and stops reading
 * at a limit; time is limited by the caller's signal.
 */
export function teamFetch(agent: Agent, limits: FetchLimits): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { body } = init ?? {};
    const headers: Record<string, string> = { 'accept-encoding': 'gzip' };
    new Headers(init?.headers).forEach((value, name) => (headers[name] = value));
    const payload = typeof body === 'string' ? Buffer.from(body) : null;
    if (payload) headers['content-length'] = String(payload.length);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const options = {
      agent,
      method: init?.method ?? 'GET',
      headers,
      ...(init?.signal ? { signal: init.signal } : {}),
    };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = send(url, options, resolve);
      request.once('error', reject);
      sendInPieces(request, payload, limits.heard);
    });
    const status = answer.statusCode ?? 0;
    limits.heard?.();
    if (NO_BODY.has(status)) answer.resume();
    return new Response(NO_BODY.has(status) ? null : await bytesOf(answer, limits), {
      status: status < 200 || status > 599 ? 502 : status,
      headers: headersOf(answer),
    });
  };
}

/** A connection that takes more after it was full has somebody at its other end who reads. */
function sendInPieces(
  request: ClientRequest,
  payload: Buffer | null,
  heard: (() => void) | undefined,
  from = 0,
): void {
  const piece = payload?.subarray(from, from + PIECE);
  const next = from + PIECE;
  if (!payload || next >= payload.length) return void request.end(piece);
  const began = performance.now();
  request.write(piece, (error) => {
    if (error) return;
    if (performance.now() - began > WAITED) heard?.();
    sendInPieces(request, payload, heard, next);
  });
}

async function bytesOf(
  answer: IncomingMessage,
  { bytes: most, heard }: FetchLimits,
): Promise<Buffer<ArrayBuffer>> {
  const isPacked = answer.headers['content-encoding'] === 'gzip';
  const source = isPacked ? unpacked(answer) : answer;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of source as AsyncIterable<Buffer>) {
      size += part.length;
      heard?.();
      if (size > most) throw new TooMuch(`more than ${most} bytes`);
      parts.push(part);
    }
  } finally {
    answer.destroy();
  }
  return Buffer.concat(parts);
}

function unpacked(answer: IncomingMessage): Gunzip {
  const gunzip = createGunzip();
  answer.once('error', (error) => gunzip.destroy(error));
  return answer.pipe(gunzip);
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!/^(content-encoding|content-length|set-cookie)$/i.test(name))
      headers.append(name, rawHeaders[i + 1] ?? '');
  }
  return headers;
}
