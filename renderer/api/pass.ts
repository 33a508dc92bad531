/** What a workspace's socket shows at the door: the launch key, or an access token that is renewed. */
export interface Pass {
  /** The token of now, asked anew for each connection; '' while there is none, which the server refuses. */
  readonly token: () => Promise<string>;
  /** Hears of each token that replaces another, so that an open socket can show it. */
  readonly onRenewed: (listener: (token: string) => void) => () => void;
  /** After a refusal: resolves once it is worth another try; never where it is not. */
  readonly another: () => Promise<void>;
}

/** The launch key does not change while the server runs. */
export const keyPass = (key: string | null): Pass => ({
  token: () => Promise.resolve(key ?? ''),
  onRenewed: () => () => undefined,
  another: () => new Promise(() => undefined),
});
