/** Makes a secret unreadable for whoever has only the file that it lies in. */
export interface Sealer {
  /** Throws where it cannot be done: then nothing is kept. */
  seal(secret: string): Promise<string>;
  /** Null: it was sealed elsewhere, or what it takes to open it is gone. */
  open(sealed: string): Promise<string | null>;
}
