import { createContext, useContext, useSyncExternalStore } from 'react';
import { queryKeys } from './query-keys.ts';
import { settingsQuery } from './settings.ts';
import { PERSONAL, baseOf, workspaceIn, type WorkspaceSession } from './workspace.tsx';
import { workspacesQuery } from './workspaces.ts';

/** The parts of a browser's window that showing workspaces needs. */
export interface AddressBar {
  readonly path: () => string;
  /** Puts an address into the history; `replace` in place of the one that is there. */
  readonly go: (path: string, replace: boolean) => void;
  /** Hears that the person went back or forward. */
  readonly onMoved: (listener: () => void) => void;
}

/** The window's own address. */
export const windowAddress: AddressBar = {
  path: () => location.pathname + location.search,
  go: (path, replace) => (replace ? history.replaceState(null, '', path) : history.pushState(null, '', path)),
  onMoved: (listener) => window.addEventListener('popstate', listener),
};

/** What all workspaces of the app share; a session that opens takes it over, and shows at once. */
const SHARED = [queryKeys.settings, queryKeys.workspaces] as const;

/**
 * The workspaces of one window. Each is opened when it is first looked at and stays open, with its cache and its socket, so
 * that going back to it paints what was there. The address says which one is shown.
 */
export class OpenWorkspaces {
  readonly #sessions = new Map<string, WorkspaceSession>();
  /** Where one was in each. */
  readonly #places = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #shown: WorkspaceSession;

  constructor(
    private readonly open: (id: string) => WorkspaceSession,
    private readonly address: AddressBar,
    /** Told of each one that is shown from now on. */
    private readonly onShow: (session: WorkspaceSession) => void = () => undefined,
  ) {
    this.#shown = this.#session(this.#addressed());
    onShow(this.#shown);
    // Heard before the pages' own router, which belongs to the workspace that is left.
    address.onMoved(() => this.#become(this.#addressed()));
  }

  current = (): WorkspaceSession => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** An address that names nothing shows the workspace that was looked at last. */
  async start(): Promise<void> {
    if (this.address.path() !== '/') return;
    const home = this.#session(PERSONAL);
    const settings = await home.queries.ensureQueryData(settingsQuery(home));
    const { workspace: id } = settings;
    if (id === PERSONAL || !settings.welcomed) return;
    if (!(await this.has(id))) return;
    // Whoever has gone somewhere meanwhile stays there.
    if (this.address.path() !== '/') return;
    this.address.go(`${baseOf(id)}/tasks`, true);
    this.#become(id);
  }

  /** Whether there is such a workspace. */
  async has(id: string): Promise<boolean> {
    const there = await this.#shown.queries.ensureQueryData(workspacesQuery(this.#shown));
    return there.some((item) => item.id === id);
  }

  /** Which workspace stands at a place of the list, from 0; null where there are fewer. */
  async at(place: number): Promise<string | null> {
    const there = await this.#shown.queries.ensureQueryData(workspacesQuery(this.#shown));
    return there[place]?.id ?? null;
  }

  /** Shows a workspace: where one was in it, or at `path`. */
  show(id: string, path?: string): void {
    if (id === this.#shown.id && path === undefined) return;
    this.#places.set(this.#shown.id, this.address.path());
    this.address.go(
      path === undefined ? (this.#places.get(id) ?? `${baseOf(id)}/tasks`) : baseOf(id) + path,
      false,
    );
    if (id === this.#shown.id) return;
    this.#become(id);
    this.#remember();
  }

  /** Closes what belongs to a workspace that is no more. */
  forget(id: string): void {
    if (this.#shown.id === id) this.show(PERSONAL);
    this.#sessions.get(id)?.close();
    this.#sessions.delete(id);
    this.#places.delete(id);
  }

  /** Asks every open workspace again for the list of all. */
  refresh(): Promise<void> {
    return this.#shown.queries.invalidateQueries({ queryKey: queryKeys.workspaces });
  }

  #addressed(): string {
    return workspaceIn(this.address.path()) ?? PERSONAL;
  }

  #session(id: string): WorkspaceSession {
    const there = this.#sessions.get(id) ?? this.open(id);
    this.#sessions.set(id, there);
    return there;
  }

  #become(id: string): void {
    if (id === this.#shown.id) return;
    const before = this.#shown;
    const next = this.#session(id);
    for (const key of SHARED) {
      const known: unknown = before.queries.getQueryData(key);
      if (known !== undefined) next.queries.setQueryData(key, known);
    }
    this.#shown = next;
    this.onShow(next);
    for (const listener of this.#listeners) listener();
  }

  #remember(): void {
    const { queries, settings, id } = this.#shown;
    const shown = queries.getQueryData<Awaited<ReturnType<typeof settings.read>>>(queryKeys.settings);
    if (!shown || shown.workspace === id) return;
    queries.setQueryData(queryKeys.settings, { ...shown, workspace: id });
    // Only what the next start opens with: nobody has to hear that it could not be kept.
    void settings.change({ workspace: id }, shown).catch(() => undefined);
  }
}

const Opened = createContext<OpenWorkspaces | null>(null);
export const OpenWorkspacesProvider = Opened;

/** The workspaces of this window; null where it has but one, on a team's own server. */
export function useOpenWorkspaces(): OpenWorkspaces | null {
  return useContext(Opened);
}

/** The workspace that the window shows now. */
export function useShown(opened: OpenWorkspaces): WorkspaceSession {
  return useSyncExternalStore(opened.subscribe, opened.current);
}
