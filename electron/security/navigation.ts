/** What the buttons of the problem page ask for; its links carry them, since it runs no script. */
export const ACTIONS = ['retry', 'show-log', 'quit'] as const;
export type Action = (typeof ACTIONS)[number];

export const actionLink = (action: Action): string => `taskflow-action:${action}`;

/**
 * Whether the window may go to an address: within its own origin, compared as a parsed origin (a prefix of the text
 * can be fooled by `http://127.0.0.1:1.evil.example` and by `http://127.0.0.1:1@evil.example`).
 */
export function mayNavigate(target: string, origin: string | null): boolean {
  return origin !== null && URL.canParse(target) && new URL(target).origin === origin;
}

/** What a link on the problem page asks for, or null; nothing else may ask (`current` is where the window is). */
export function askedFor(target: string, current: string): Action | null {
  if (!current.startsWith('data:text/html')) return null;
  return ACTIONS.find((action) => actionLink(action) === target) ?? null;
}
