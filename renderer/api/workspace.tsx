import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { listWorkspaces, type WorkspaceItem } from '../../server/contract/app.ts';
import { ApiError, createClient, type Call } from '../../server/contract/client.ts';
import type { Access } from './access.ts';
import { StateWriter } from './state-writer.ts';
import { TaskCache } from './task-cache.ts';
import { connect, type Connection } from './connection.ts';
import { keyPass, type Pass } from './pass.ts';
import { folderSettings, type SettingsStore } from './settings-store.ts';
import { Unsent } from './unsent.ts';

/** Where a workspace is served, and what differs with that. */
export interface WorkspacePlace {
  readonly id: string;
  readonly origin: string;
  /** What stands before its pages in an address: '' or a path without a slash at its end. */
  readonly base: string;
  /** The socket's namespace. */
  readonly namespace: string;
  readonly call: Call;
  readonly pass: Pass;
  readonly settings: SettingsStore;
  /** The workspaces that this window can show. */
  readonly workspaces: (signal: AbortSignal) => Promise<readonly WorkspaceItem[]>;
  /** The sign-in of a person; null where the launch key is all that is needed. */
  readonly account: Access | null;
}

/** What the window talks to: one workspace of one server. What kind of workspace it is, nothing here knows. */
export interface WorkspaceSession extends Omit<WorkspacePlace, 'pass' | 'namespace'> {
  readonly queries: QueryClient;
  readonly tasks: TaskCache;
  readonly stored: StateWriter;
  /** Tasks that were asked for and are not confirmed; null where another person may sign in next. */
  readonly makings: Unsent | null;
  readonly connection: Connection;
  readonly close: () => void;
}

/** The workspace that is shown until another is chosen. */
export const PERSONAL = 'personal';

function retryable(failures: number, error: unknown): boolean {
  const code = error instanceof ApiError ? error.code : null;
  return failures < 2 && (code === 'UNREACHABLE' || code === 'TIMED_OUT');
}

/** What stands before the pages of a workspace of the bundled server. */
export const baseOf = (id: string): string => (id === PERSONAL ? '' : `/in/${id}`);

/** The workspace that an address names; null where it names none, as that of the personal one: somebody may have typed it. */
export const workspaceIn = (path: string): string | null =>
  /^\/in\/([a-z0-9-]{1,64})(?![^/?#])/.exec(path)?.[1] ?? null;

/** Opens a workspace of the bundled server. Give it back with `close`. */
export function openWorkspace(id: string, origin: string, key: string | null): WorkspaceSession {
  const call = createClient({
    api: `${origin}/w/${encodeURIComponent(id)}/api/v1`,
    origin,
    headers: (): Record<string, string> => (key ? { 'x-taskflow-launch': key } : {}),
  });
  return openSession({
    id,
    origin,
    base: baseOf(id),
    namespace: `/w/${id}/tasks`,
    call,
    pass: keyPass(key),
    settings: folderSettings(call),
    workspaces: async (signal) => (await call(listWorkspaces, {}, { signal })).items,
    account: null,
  });
}

/** Opens a workspace: its cache and its socket. Give it back with `close`. */
export function openSession({ pass, namespace, ...place }: WorkspacePlace): WorkspaceSession {
  const queries = new QueryClient({
    defaultOptions: {
      // The socket says what changed, so what is cached is not asked again for being old.
      queries: { staleTime: Infinity, gcTime: 10 * 60_000, retry: retryable, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
  const tasks = new TaskCache(queries);
  const [texts, makings] =
    place.account === null
      ? [new Unsent(localStorage, place.id, 'texts'), new Unsent(localStorage, place.id, 'makings')]
      : [null, null];
  const stored = new StateWriter(place.call, texts);
  const connection = connect({ origin: place.origin, namespace, pass, queries, tasks });
  return {
    ...place,
    queries,
    tasks,
    stored,
    makings,
    connection,
    close: () => {
      stored.close();
      connection.close();
      queries.clear();
    },
  };
}

const Session = createContext<WorkspaceSession | null>(null);
export const WorkspaceProvider = Session;

/** The workspace the window shows. */
export function useWorkspace(): WorkspaceSession {
  const session = useContext(Session);
  if (!session) throw new Error('useWorkspace outside of WorkspaceProvider');
  return session;
}
