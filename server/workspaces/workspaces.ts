import type { Logger } from 'pino';
import type { LocalStore } from '../adapters/local/index.ts';
import type { WorkspaceItem } from '../contract/app.ts';
import type { Closed } from '../contract/notices.ts';
import { notFound, type AppError } from '../errors.ts';
import type { SocketDoor } from '../modules/realtime/index.ts';
import type { AppFile } from './app-file.ts';
import { closedError, closedNotice } from './notices.ts';
import type { DomainEvent } from '../ports/domain-events.ts';
import type { TeamWorkspace } from './team/team-workspace.ts';
import { Workspace, type ClosedWorkspace, type WorkspaceOptions } from './workspace.ts';

/** The one workspace that every app has. */
export const PERSONAL = 'personal';

const TELL_MS = 100;

/** Says why a store did not open, or null when the start itself has to fail (another process holds the folder). */
export type ExplainFailure = (error: unknown) => Closed | null;

/** The workspaces of this app: opened, listed, renamed and closed here. */
export class Workspaces {
  #personal: Workspace | ClosedWorkspace;
  readonly #teams = new Map<string, TeamWorkspace>();
  #telling = false;

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
        error: closedError(reason, error),
        notice: closedNotice(reason, options.folder),
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

  /** A team's workspace. Throws NOT_FOUND; the personal one is none. */
  team(id: string): TeamWorkspace {
    const found = this.#teams.get(id);
    if (!found) throw notFound();
    return found;
  }

  get teams(): readonly TeamWorkspace[] {
    return [...this.#teams.values()];
  }

  add(team: TeamWorkspace): void {
    this.#teams.set(team.entry.id, team);
  }

  /** Takes it out of sight; closing it is for whoever has it. */
  take(id: string): void {
    this.#teams.delete(id);
  }

  /**
   * Opens those that were joined, one after another, behind the personal one: the first list on screen does not share the
   * disk with them. Whoever asks for one before its turn opens it.
   */
  async openTeams(): Promise<void> {
    await this.opened?.store.loaded.catch(() => undefined);
    for (const team of this.teams) await team.open().catch(() => undefined);
  }

  /** To the windows of every workspace. */
  publish(event: DomainEvent): void {
    this.opened?.domain.publish(event);
    for (const team of this.#teams.values()) team.publish(event);
  }

  /** Tells the windows that some workspace is doing otherwise: often, so what comes at once is told once. */
  changed(): void {
    if (this.#telling) return;
    this.#telling = true;
    setTimeout(() => {
      this.#telling = false;
      this.publish({ kind: 'workspaces' });
    }, TELL_MS).unref();
  }

  item(id: string): WorkspaceItem {
    return this.team(id).item(this.appFile.nameOf(id));
  }

  list(): WorkspaceItem[] {
    const personal = this.#personal;
    const notices = personal instanceof Workspace ? personal.notices : [personal.notice];
    return [
      {
        id: PERSONAL,
        kind: 'personal',
        name: this.appFile.nameOf(PERSONAL) ?? '',
        status: { state: 'local', waiting: 0, conflicts: 0, syncedAt: null },
        notices,
      },
      ...this.teams.map(({ entry }) => this.item(entry.id)),
    ];
  }

  async rename(id: string, name: string): Promise<WorkspaceItem> {
    if (id !== PERSONAL) this.team(id);
    await this.appFile.rename(id, name);
    this.changed();
    const item = this.list().find((one) => one.id === id);
    if (!item) throw notFound();
    return item;
  }

  /** Puts a notice away; one that is not there is no matter. */
  dismissNotice(id: string, noticeId: string): void {
    if (id === PERSONAL) this.opened?.store.dismissNotice(noticeId);
    else this.team(id).dismissNotice(noticeId);
  }

  listen(door: SocketDoor): void {
    this.opened?.listen(door);
  }

  async close(): Promise<void> {
    const closing = [...(this.opened ? [this.opened] : []), ...this.teams].map((one) => one.close());
    for (const end of await Promise.allSettled(closing))
      if (end.status === 'rejected')
        this.log.error({ err: end.reason as unknown }, 'a workspace did not close in order');
    this.log.info('workspaces closed');
  }
}
