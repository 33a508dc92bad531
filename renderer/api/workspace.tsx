import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { ApiError, createClient, type Call } from '../../server/contract/client.ts';
import { StateWriter } from './state-writer.ts';
import { TaskCache } from './task-cache.ts';
import { connect, type Connection } from './connection.ts';

/** What the window talks to: one workspace of its own server. What kind of workspace it is, nothing here knows. */
export interface WorkspaceSession {
  readonly id: string;
  readonly call: Call;
  readonly queries: QueryClient;
  readonly tasks: TaskCache;
  readonly stored: StateWriter;
  readonly connection: Connection;
  readonly close: () => void;
}

/** The workspace that is shown until another is chosen. */
export const PERSONAL = 'personal';

function retryable(failures: number, error: unknown): boolean {
  const code = error instanceof ApiError ? error.code : null;
  return failures < 2 && (code === 'UNREACHABLE' || code === 'TIMED_OUT');
}

/** Opens a workspace: its client, its cache and its socket. Give it back with `close`. */
export function openWorkspace(id: string, origin: string, key: string | null): WorkspaceSession {
  const call = createClient({
    api: `${origin}/w/${encodeURIComponent(id)}/api/v1`,
    origin,
    headers: (): Record<string, string> => (key ? { 'x-taskflow-launch': key } : {}),
  });
  const queries = new QueryClient({
    defaultOptions: {
      // The socket says what changed, so what is cached is not asked again for being old.
      queries: { staleTime: Infinity, gcTime: 10 * 60_000, retry: retryable, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
  const tasks = new TaskCache(queries);
  const stored = new StateWriter(call);
  const connection = connect({ origin, workspaceId: id, key, queries, tasks });
  return {
    id,
    call,
    queries,
    tasks,
    stored,
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
