/** What the shell puts on the page as `window.taskflow`; absent in a plain browser. */
export interface Bridge {
  readonly version: string;
  readonly platform: string;
  openExternal(url: string): Promise<unknown>;
  /** Asks for a place and writes the text there; false when the person thought better of it. */
  saveFile?(file: { name: string; content: string }): Promise<boolean>;
  /** The number on the app's icon; 0 clears it. */
  setBadge?(count: number): Promise<unknown>;
  showDataFolder?(): Promise<unknown>;
}

declare global {
  interface Window {
    readonly taskflow?: Bridge;
  }
}
