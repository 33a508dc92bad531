import type { SECRET_PLACES } from '../../contract/app.ts';
import type { SecretStore } from '../replica/secret-store.ts';
import { FileSecrets } from './file-secrets.ts';
import { UNSEALED } from './sealer.ts';

export type SecretPlace = (typeof SECRET_PLACES)[number];

/** The secrets of this data folder, and where they lie, which the settings page says. */
export interface Secrets {
  readonly place: SecretPlace;
  readonly store: SecretStore;
}

/** In a file that only this account reads: where there is no shell, and so no keystore. */
export const secretsInFile = (dataFolder: string): Secrets => ({
  place: 'file',
  store: new FileSecrets(dataFolder, UNSEALED),
});
