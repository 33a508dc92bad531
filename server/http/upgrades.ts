import type { IncomingMessage } from 'node:http';
import { placeOf } from '../ports/address.ts';
import type { Limit } from '../ports/limits.ts';

export interface UpgradeOptions {
  /** Origins of pages that may open sockets: PUBLIC_URL and CORS_ORIGINS. */
  readonly origins: readonly string[];
  /** Where no PUBLIC_URL is set: a page of the very host that it asks. */
  readonly sameHost: boolean;
  /** Upgrades for each address; null: any number. */
  readonly limit: Limit | null;
  /** Proxies in front whose X-Forwarded-For counts. */
  readonly trustedProxies: number;
}

/**
 * Whether a request of a team's server may become a socket. Koa never sees it, and CORS does not cover it. Apps send no
 * Origin; what a page of elsewhere could do without a token is nothing, and with this not even that.
 */
export function allowUpgrades(options: UpgradeOptions): (request: IncomingMessage) => Promise<boolean> {
  return async (request) => {
    const { origin, host } = request.headersDistinct;
    if (origin && !(origin.length === 1 && isKnown(origin[0] ?? '', host?.[0] ?? '', options))) return false;
    return !options.limit || (await options.limit.take(placeOf(addressOf(request, options)))).allowed;
  };
}

function isKnown(origin: string, host: string, { origins, sameHost }: UpgradeOptions): boolean {
  if (origins.includes(origin)) return true;
  return sameHost && (origin === `http://${host}` || origin === `https://${host}`);
}

/** As Koa reads it (`maxIpsCount`): of what the trusted proxies have added, the first. */
function addressOf(request: IncomingMessage, { trustedProxies }: UpgradeOptions): string {
  const forwarded = trustedProxies > 0 ? (request.headersDistinct['x-forwarded-for'] ?? []) : [];
  const addresses = forwarded.flatMap((value) => value.split(',')).map((one) => one.trim());
  return addresses.slice(-trustedProxies)[0] || request.socket.remoteAddress || '';
}
