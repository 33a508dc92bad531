import helmet from 'helmet';
import type { Middleware } from 'koa';

/**
 * Security headers. The window runs its own scripts only, talks to its own origin only, and is in nobody's frame.
 * React Aria and Swagger UI set style attributes, hence 'unsafe-inline' for styles.
 */
export function securityHeaders(socketOrigin: () => string, https: boolean): Middleware {
  const make = (origin: string) =>
    helmet({
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
  let policy: ReturnType<typeof make> | null = null;
  return async (ctx, next) => {
    // The port is known once the server listens, which is before the first request.
    policy ??= make(socketOrigin());
    policy(ctx.req, ctx.res, () => undefined);
    await next();
  };
}
