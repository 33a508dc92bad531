import compress from 'koa-compress';
import type { Middleware } from 'koa';

/** Smaller ones fit into a packet or two as they are. */
export const LEAST_PACKED_BYTES = 2_048;

const nothing = (): Promise<void> => Promise.resolve();

/**
 * Packs answers as they come. What is sent as it stands, because it is packed already or has no body (`ctx.compress` is
 * false), passes by: koa-compress reads the headers of every answer before it asks for that.
 */
export function packing(): Middleware {
  const pack = compress({ threshold: LEAST_PACKED_BYTES, br: false });
  return async (ctx, next) => {
    ctx.res.setHeader('vary', 'Accept-Encoding');
    await next();
    if (ctx.compress !== false) await pack(ctx, nothing);
  };
}
