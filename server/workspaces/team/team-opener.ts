import { mkdir, rm } from 'node:fs/promises';
import { openLocalStore } from '../../adapters/local/index.ts';
import { ApiError } from '../../contract/client.ts';
import type { User } from '../../contract/users.ts';
import type { AppFile } from '../app-file.ts';
import { folderOf, markRemoved, removedIn, type Joined } from '../joined.ts';
import type { TeamAccess } from './access.ts';
import { DatabasesAccess, type HostDeps } from './databases-access.ts';
import { TeamWorkspace, type TeamWorkspaceOptions } from './team-workspace.ts';
import { UrlAccess, type LineDeps } from './url-access.ts';
import type { DatabaseUrls } from '../doctor/by-databases.ts';

export interface TeamOpenerOptions
  extends LineDeps, Omit<TeamWorkspaceOptions, 'entry' | 'access' | 'openStore' | 'user'> {
  readonly dataFolder: string;
  /** Of the team side that runs here over a team's databases. */
  readonly host: HostDeps;
  readonly roots?: readonly string[] | undefined;
}

/** Under which a workspace's databases lie among the secrets. */
export const databasesKey = (id: string): string => `${id}.databases`;

/** Makes workspaces of teams: each with a folder, a connection and secrets of its own. */
export class TeamOpener {
  constructor(private readonly options: TeamOpenerOptions) {}

  folderOf(id: string): string {
    return folderOf(this.options.dataFolder, id);
  }

  byUrl(url: string, trust: string | null, allowHttp: boolean): TeamAccess {
    const { roots } = this.options;
    return new UrlAccess(url, { trust, allowHttp, ...(roots ? { roots } : {}) }, this.options);
  }

  /** By what the secrets have for this workspace. */
  byDatabases(id: string): TeamAccess {
    const urls = async (): Promise<DatabaseUrls> => {
      const kept = await this.options.secrets.get(databasesKey(id));
      if (kept === null)
        throw new ApiError('UNAUTHENTICATED', 401, 'The databases’ addresses are not known any more.');
      return JSON.parse(kept) as DatabaseUrls;
    };
    return new DatabasesAccess(urls, { ...this.options.host, ...this.options });
  }

  /** The way to a team that was joined. */
  accessOf({ id, kind, url, trust, http }: Joined): TeamAccess {
    return kind === 'team' ? this.byUrl(url ?? '', trust ?? null, http ?? false) : this.byDatabases(id);
  }

  /** Deletes all that is here of a closed workspace. What was begun and cut short is finished by `finishErasing`. */
  async erase(id: string, appFile: AppFile): Promise<void> {
    const { dataFolder, secrets } = this.options;
    // Without a folder nothing can be left of it.
    await markRemoved(dataFolder, id).catch(() => undefined);
    await appFile.leave(id);
    await secrets.delete(id);
    await secrets.delete(databasesKey(id));
    await rm(this.folderOf(id), { recursive: true, force: true });
  }

  async finishErasing(appFile: AppFile): Promise<void> {
    for (const id of await removedIn(this.options.dataFolder)) await this.erase(id, appFile);
  }

  /** Not open yet. `user`: as the team knew them at sign-in. */
  workspace(entry: Joined, access: TeamAccess, user?: User): TeamWorkspace {
    const { clock } = this.options;
    const folder = this.folderOf(entry.id);
    return new TeamWorkspace({
      ...this.options,
      entry,
      access,
      ...(user ? { user } : {}),
      openStore: async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return openLocalStore({ folder, clock, backups: false });
      },
    });
  }
}
