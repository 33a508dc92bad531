import type { Logger } from 'pino';
import type { LocalStore } from '../adapters/local/index.ts';
import type { WorkspaceItem } from '../contract/app.ts';
import { ASIDE, CLOSED_ADVICE, type Closed } from '../contract/notices.ts';
import { sentence } from '../contract/sentences.ts';
import { because, type AppError } from '../errors.ts';

type Notices = WorkspaceItem['notices'];

/** What a store had to put aside, for the window to say. */
export const asideOf = (store: LocalStore): Notices =>
  store.notices.map((notice) => ({ ...notice, dismissible: true }));

/** Why a workspace is shut, for the window to say; `path` is its folder. */
export const closedNotice = (closed: Closed, path?: string): Notices[number] => ({
  id: 'store-unavailable',
  ...closed,
  dismissible: false,
  ...(path === undefined ? {} : { path }),
});

/** The same, for whoever asks it for anything. */
export const closedError = (closed: Closed, cause: unknown): AppError =>
  because('STORE_UNAVAILABLE', closed, { cause, advice: sentence(CLOSED_ADVICE, closed) });

/** Writes what was put aside into the log, once everything has been read. */
export async function logAside(store: LocalStore, log: Logger): Promise<void> {
  await store.loaded.catch((error: unknown) =>
    // Whoever asks for what could not be loaded is told; here it is kept for the log.
    log.error({ err: error }, 'the store was not loaded whole'),
  );
  for (const { path, ...notice } of store.notices)
    log.warn({ notice: notice.id, path }, sentence(ASIDE, notice));
}
