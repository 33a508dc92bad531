import type { SECRET_PLACES } from '../../contract/app.ts';
import type { SecretStore } from '../replica/secret-store.ts';
import { FileSecrets } from './file-secrets.ts';
import type { Shell } from '../shell.ts';
import { MemorySecrets } from './memory-secrets.ts';
import { UNSEALED, shellSealer } from './shell-sealer.ts';

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

/** Sealed by the shell's keystore; without one they are kept nowhere but in memory, and that is said. */
export const secretsOfShell = (dataFolder: string, shell: Shell, hasKeystore: boolean): Secrets =>
  hasKeystore
    ? { place: 'keystore', store: new FileSecrets(dataFolder, shellSealer(shell)) }
    : { place: 'memory', store: new MemorySecrets() };
