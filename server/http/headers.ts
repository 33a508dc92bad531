import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import type { Middleware } from 'koa';
import { PreparedHeaders } from './prepared-response.ts';

/**
 * Security headers. The window runs its own scripts only, talks to its own origin only, and is in nobody's frame.
 * React Aria and Swagger UI set style attributes, hence 'unsafe-inline' for styles.
 */
export function securityHeaders(socketOrigin: () => string, https: boolean): Middleware {
  const make = (origin: string): PreparedHeaders => {
    const helm = helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          fontSrc: ["'self'"],
          imgSrc: ["'self'", 'data:', 'https:'],
          connectSrc: ["'self'", origin],
          manifestSrc: ["'self'"],
          workerSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // Plain http on loopback: no promise of https.
      strictTransportSecurity: https && { maxAge: 180 * 24 * 60 * 60, includeSubDomains: false },
      xFrameOptions: { action: 'deny' },
      referrerPolicy: { policy: 'no-referrer' },
    });
    // They are the same for each answer: helmet writes them once, onto one that nobody gets.
    const request = new IncomingMessage(new Socket());
    const response = new ServerResponse(request);
    helm(request, response, () => undefined);
    return new PreparedHeaders(
      Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
    );
  };
  let headers: PreparedHeaders | null = null;
  return (ctx, next) => {
    // The port is known once the server listens, which is before the first request.
    headers ??= make(socketOrigin());
    headers.putOn(ctx.res);
    return next();
  };
}
