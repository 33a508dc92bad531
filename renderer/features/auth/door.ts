/** What a page before the sign-in is for. */
export type Door =
  /** `hasReset`: with the password that was set a moment ago. */
  | { readonly to: 'signIn'; readonly hasReset?: true }
  | { readonly to: 'register' }
  /** `token` null: the link was cut on its way. */
  | { readonly to: 'join' | 'reset'; readonly token: string | null };

/** Reads it from the address: /register, /join#token and /reset#token; any other is a page behind the sign-in. */
export function doorOf({ pathname, hash }: { readonly pathname: string; readonly hash: string }): Door {
  const token = /^#([\w-]{43})$/.exec(hash)?.[1] ?? null;
  switch (pathname) {
    case '/register':
      return { to: 'register' };
    case '/join':
      return { to: 'join', token };
    case '/reset':
      return { to: 'reset', token };
    default:
      return { to: 'signIn' };
  }
}
