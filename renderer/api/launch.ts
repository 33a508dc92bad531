import { ApiError, createClient } from '../../server/contract/client.ts';
import { launch } from '../../server/contract/app.ts';

const KEY = 'taskflow.launchKey';

/** The parts of a browser that getting the key needs. */
export interface LaunchPlace {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Takes the code out of the address, so that it is in no history. */
  readonly clean: (url: string) => void;
  readonly origin: string;
  readonly inShell: boolean;
  readonly fetch?: typeof fetch;
}

/** `key` null: the shell puts it on every request itself. */
export type Launch =
  | { readonly state: 'ready'; readonly key: string | null }
  | { readonly state: 'no-key' }
  | { readonly state: 'code-used' }
  | { readonly state: 'unreachable' };

/**
 * Gets the launch key: from the shell nothing is needed; a code after # in the address is exchanged for it (one use, 60 s)
 * and the key kept in localStorage, which belongs to this port alone; without a code the kept one is used.
 */
export async function launchWindow(place: LaunchPlace): Promise<Launch> {
  if (place.inShell) return { state: 'ready', key: null };
  const code = /^#([\w-]{16,64})$/.exec(place.location.hash)?.[1];
  const kept = place.storage.getItem(KEY);
  if (!code) return kept ? { state: 'ready', key: kept } : { state: 'no-key' };
  place.clean(place.location.pathname + place.location.search);
  const call = createClient({
    api: place.origin,
    origin: place.origin,
    ...(place.fetch ? { fetch: place.fetch } : {}),
  });
  try {
    const { key } = await call(launch, { body: { code } });
    place.storage.setItem(KEY, key);
    return { state: 'ready', key };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'UNREACHABLE') return { state: 'unreachable' };
    // The tab was loaded again with the same link: the key it had is still good.
    return kept ? { state: 'ready', key: kept } : { state: 'code-used' };
  }
}

/** Forgets a key that the server refuses. */
export function forgetKey(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(KEY);
}
