import * as contract from '../contract/app.ts';
import type { Settings } from '../contract/app.ts';
import { bind, type Bound } from '../http/bind.ts';
import type { LaunchCodes } from '../http/launch-codes.ts';
import type { AppFile } from './app-file.ts';
import type { BackupService } from './backups.ts';
import type { SecretPlace } from './secrets/secrets.ts';
import type { Workspaces } from './workspaces.ts';

export interface AppRoutesOptions {
  readonly workspaces: Workspaces;
  readonly backups: BackupService;
  readonly appFile: AppFile;
  readonly codes: LaunchCodes;
  readonly launchKey: string;
  /** The address with a fresh code. */
  readonly link: () => string;
  readonly dataFolder: string;
  readonly version: string;
  /** Where secrets lie. */
  readonly secretPlace: SecretPlace;
}

/** The bundled server's own routes, base /app/v1. */
export function appRoutes(options: AppRoutesOptions): Bound[] {
  const { workspaces, backups, appFile, codes, dataFolder, version, secretPlace } = options;
  const told = (settings: Settings) => ({ ...settings, dataFolder, version, secrets: secretPlace });
  return [
    bind(contract.listWorkspaces, () => ({ items: workspaces.list() })),
    bind(contract.renameWorkspace, ({ params, body }) => workspaces.rename(params.id, body.name)),
    bind(contract.dismissNotice, ({ params }) => {
      workspaces.dismissNotice(params.id, params.noticeId);
      return undefined;
    }),
    bind(contract.launch, ({ body }) => {
      codes.redeem(body.code);
      return { key: options.launchKey };
    }),
    bind(contract.freshLink, () => ({ url: options.link() })),
    bind(contract.listBackups, () => backups.list()),
    bind(contract.makeBackup, () => backups.make()),
    bind(contract.restoreBackup, ({ params, body }) => backups.restore(params.id, body.preview)),
    bind(contract.getSettings, () => told(appFile.settings)),
    bind(contract.updateSettings, async ({ body }) => {
      const settings = await appFile.updateSettings(body);
      workspaces.publish({ kind: 'settings' });
      return told(settings);
    }),
  ];
}
