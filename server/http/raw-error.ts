import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERRORS, type ErrorAnswer, type ErrorCode } from '../contract/errors.ts';
import { isWaitedFor } from './arrival.ts';

/** The body of an error answer, as every layer sends it. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  where: { path: string; requestId: string },
  details?: unknown,
): ErrorAnswer {
  return {
    statusCode: ERRORS[code],
    code,
    message,
    ...(details === undefined ? {} : { details }),
    timestamp: new Date().toISOString(),
    path: where.path.slice(0, 2048),
    requestId: where.requestId,
  };
}

/** Answers where Koa is not reached: the guard's refusals. The connection ends, as the body was not read. */
export function sendRawError(response: ServerResponse, code: ErrorCode, message: string, url: string): void {
  const requestId = randomUUID();
  const body = JSON.stringify(errorAnswer(code, message, { path: url.split('?')[0] ?? '', requestId }));
  response.writeHead(ERRORS[code], {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    connection: 'close',
  });
  response.end(body);
}

/**
 * Answers where Node could not even read a request (broken, too slow, headers too large), and ends the connection. One that
 * brings a large body goes on: whoever reads that ends it.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isWaitedFor(socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, code, message]: [number, string, ErrorCode, string] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'Request Timeout', 'REQUEST_TIMEOUT', 'The request took too long to arrive. Send it again.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'Request Header Fields Too Large', 'VALIDATION', 'The headers are larger than 8 KB.']
        : [400, 'Bad Request', 'VALIDATION', 'This is no HTTP request that can be read.'];
  const answer = { ...errorAnswer(code, message, { path: '', requestId: randomUUID() }), statusCode: status };
  const body = JSON.stringify(answer);
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
