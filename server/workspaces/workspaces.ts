import type { Logger } from 'pino';
import type { LocalStore } from '../adapters/local/index.ts';
import type { WorkspaceItem } from '../contract/app.ts';
import { AppError, notFound } from '../errors.ts';
import type { SocketDoor } from '../modules/realtime/index.ts';
import type { AppFile } from './app-file.ts';
import { Workspace, type ClosedWorkspace, type WorkspaceOptions } from './workspace.ts';

/** The one workspace that every app has. */
export const PERSONAL = 'personal';

/** Says why a store did not open, or null when the start itself has to fail (another process holds the folder). */
export type ExplainFailure = (error: unknown) => { message: string; advice: string } | null;

/** The workspaces of this app: opened, listed, renamed and closed here. */
export class Workspaces {
  #personal: Workspace | ClosedWorkspace;

  private constructor(
    private readonly appFile: AppFile,
    private readonly log: Logger,
    personal: Workspace | ClosedWorkspace,
  ) {
    this.#personal = personal;
  }

  /** Opens the personal workspace. Throws only what makes a start pointless. */
  static async open(
    appFile: AppFile,
    options: WorkspaceOptions & { folder: string },
    openStore: () => Promise<LocalStore>,
    explain: ExplainFailure,
  ): Promise<Workspaces> {
    try {
      const workspace = await Workspace.open(options, await openStore());
      return new Workspaces(appFile, options.log, workspace);
    } catch (error) {
      const reason = explain(error);
      if (!reason) throw error;
      options.log.error({ err: error }, 'the personal workspace did not open');
      const closed: ClosedWorkspace = {
        error: new AppError('STORE_UNAVAILABLE', `${reason.message} ${reason.advice}`, reason, {
          cause: error,
        }),
        reason: reason.message,
        advice: reason.advice,
        path: options.folder,
      };
      return new Workspaces(appFile, options.log, closed);
    }
  }

  /** The personal workspace; throws STORE_UNAVAILABLE with the reason when it did not open. */
  get personal(): Workspace {
    if (this.#personal instanceof Workspace) return this.#personal;
    throw this.#personal.error;
  }

  get opened(): Workspace | null {
    return this.#personal instanceof Workspace ? this.#personal : null;
  }

  /** Why the personal workspace did not open; null when it did. */
  get failure(): AppError | null {
    return this.#personal instanceof Workspace ? null : this.#personal.error;
  }

  list(): WorkspaceItem[] {
    const personal = this.#personal;
    const notices =
      personal instanceof Workspace
        ? personal.notices
        : [
            {
              id: 'store-unavailable',
              message: personal.reason,
              advice: personal.advice,
              path: personal.path,
              dismissible: false,
            },
          ];
    return [
      {
        id: PERSONAL,
        kind: 'personal',
        name: this.appFile.nameOf(PERSONAL) ?? 'Personal',
        status: { state: 'local', waiting: 0, conflicts: 0, syncedAt: null },
        notices,
      },
    ];
  }

  async rename(id: string, name: string): Promise<WorkspaceItem> {
    if (id !== PERSONAL) throw notFound();
    await this.appFile.rename(id, name);
    const item = this.list()[0];
    if (!item) throw notFound();
    return item;
  }

  /** Puts a notice away; one that is not there is no matter. */
  dismissNotice(id: string, noticeId: string): void {
    if (id !== PERSONAL) throw notFound();
    this.opened?.store.dismissNotice(noticeId);
  }

  listen(door: SocketDoor): void {
    this.opened?.listen(door);
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.log.info('workspaces closed');
  }
}
