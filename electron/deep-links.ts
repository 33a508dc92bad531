import path from 'node:path';
import { SCHEME } from '../server/contract/destinations.ts';
import type { AppPort } from './electron.ts';

const isLink = (text: string): boolean => text.toLowerCase().startsWith(`${SCHEME}:`);

/** The link that the system started the app with: one of the arguments, which Chromium puts in an order of its own. */
export const linkOf = (argv: readonly string[]): string | null => argv.find(isLink) ?? null;

/** What a person or their script has written, and not whoever made the link: everything before it. */
export function withoutLink(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex(isLink);
  return at < 0 ? argv : argv.slice(0, at);
}

/** Makes this app the one that opens such links. From a clone the system has to start Electron with the clone's folder. */
export function registerLinks(app: AppPort, argv: readonly string[], execPath: string): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(SCHEME);
  else if (argv[1] !== undefined) app.setAsDefaultProtocolClient(SCHEME, execPath, [path.resolve(argv[1])]);
}
