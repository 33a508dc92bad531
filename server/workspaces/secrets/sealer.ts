/** Makes a secret unreadable for whoever has only the file that it lies in. */
export interface Sealer {
  seal(secret: string): Promise<string>;
  /** Null: it was sealed elsewhere, or what it takes to open it is gone. */
  open(sealed: string): Promise<string | null>;
}

/** For the browser's fallback: the file's rights are all that protects it. */
export const UNSEALED: Sealer = {
  seal: (secret) => Promise.resolve(secret),
  open: (sealed) => Promise.resolve(sealed),
};
