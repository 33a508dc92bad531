let last = '/tasks';

/** Notes where the window is; a task's own page is no place to go back to from a task. */
export function notePlace(address: string): void {
  if (!/^\/tasks\/[^?]/.test(address)) last = address;
}

/** The page a task was opened from: a list, the inbox, the trash, whatever a palette was opened over. */
export const lastPlace = (): string => last;

const NAMES = {
  inbox: 'nav.inbox',
  'my-work': 'nav.myWork',
  activity: 'nav.activity',
  insights: 'nav.insights',
  trash: 'nav.trash',
  conflicts: 'nav.conflicts',
  settings: 'nav.settings',
} as const;

/** What it is called, as a key of the catalogue. */
export function placeName(address: string): (typeof NAMES)[keyof typeof NAMES] | 'nav.tasks' {
  const first = /^\/([^/?]*)/.exec(address)?.[1] ?? '';
  return Object.hasOwn(NAMES, first) ? NAMES[first as keyof typeof NAMES] : 'nav.tasks';
}
