/** The part of a browser's storage that is needed here. */
type BrowserStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** `texts`: what is being written, by its key under /state. `makings`: tasks that were asked for, by their id. */
type UnsentKind = 'texts' | 'makings';

const prefixOf = (workspaceId: string, kind: UnsentKind): string =>
  `taskflow.unsent.${encodeURIComponent(workspaceId)}.${kind}.`;

function namesIn(storage: BrowserStorage, prefix: string): string[] {
  const names: string[] = [];
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index);
    if (key?.startsWith(prefix)) names.push(key.slice(prefix.length));
  }
  return names;
}

/**
 * What somebody gave to the window and no server has confirmed, in the browser: the server may be what is gone, and a page
 * that is reloaded or left takes its memory along. It is written at once, and is empty whenever all is well.
 */
export class Unsent {
  readonly #prefix: string;

  constructor(
    private readonly storage: BrowserStorage,
    workspaceId: string,
    kind: UnsentKind,
  ) {
    this.#prefix = prefixOf(workspaceId, kind);
  }

  keep(name: string, value: unknown): void {
    try {
      this.storage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch {
      // Full, or forbidden: then it is in this page only.
    }
  }

  forget(name: string): void {
    this.storage.removeItem(this.#prefix + name);
  }

  /** Undefined: there is none. */
  get(name: string): unknown {
    try {
      const text = this.storage.getItem(this.#prefix + name);
      return text === null ? undefined : (JSON.parse(text) as unknown);
    } catch {
      return undefined;
    }
  }

  /** In the order of their names. */
  all(): readonly (readonly [name: string, value: unknown])[] {
    return namesIn(this.storage, this.#prefix)
      .sort()
      .map((name) => [name, this.get(name)] as const);
  }
}

/** Of a workspace that was removed nothing stays in the browser either. */
export function eraseUnsent(storage: BrowserStorage, workspaceId: string): void {
  for (const kind of ['texts', 'makings'] as const) {
    const prefix = prefixOf(workspaceId, kind);
    for (const name of namesIn(storage, prefix)) storage.removeItem(prefix + name);
  }
}

type Places = Readonly<Record<string, unknown>>;

const isPlaces = (value: unknown): value is Places =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** When a place was written, ISO 8601; '' where it is not said. */
const writtenAt = (value: unknown): string => {
  const at = isPlaces(value) ? value['at'] : undefined;
  return typeof at === 'string' ? at : '';
};

/** A line, or places each written at a time: of each the later one stands. The same `there`: nothing in `left` is later. */
export function withLeft(there: unknown, left: unknown): unknown {
  if (typeof left === 'string') return left;
  if (!isPlaces(left)) return there;
  const before = isPlaces(there) ? there : {};
  const later = Object.entries(left).filter(([place, one]) => writtenAt(one) > writtenAt(before[place]));
  return later.length === 0 ? there : { ...before, ...Object.fromEntries(later) };
}
