import type { SafeStoragePort } from '../electron.ts';

/** The system's keystore, as the server's secrets are sealed with it. */
export interface Keystore {
  /** False where there is none, or one that would only pretend (Chromium's `basic_text`: a key that everybody knows). */
  readonly isThere: boolean;
  /** base64; null where it could not be done. */
  seal(text: string): string | null;
  open(sealed: string): string | null;
}

/** Asked once Electron is ready. */
export function keystoreOf(storage: SafeStoragePort, platform: NodeJS.Platform): Keystore {
  const pretends = platform === 'linux' && /^(basic_text|unknown)$/.test(storage.getSelectedStorageBackend());
  const isThere = !pretends && storage.isEncryptionAvailable();
  const tried = (act: () => string): string | null => {
    try {
      return isThere ? act() : null;
    } catch {
      // Sealed on another machine, or the keystore was reset.
      return null;
    }
  };
  return {
    isThere,
    seal: (text) => tried(() => storage.encryptString(text).toString('base64')),
    open: (sealed) => tried(() => storage.decryptString(Buffer.from(sealed, 'base64'))),
  };
}
