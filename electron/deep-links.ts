import path from 'node:path';
import type { AppPort } from './electron.ts';
import { INVITE } from './ipc/channels.ts';

const SCHEME = 'taskflow';

/** An invitation as a link, the hash and nothing else of which counts: a slash comes and goes with the program it came through. */
const JOIN = /^taskflow:\/\/join\/?#(.*)$/i;

/**
 * The token of an invitation `taskflow://join#TOKEN`; null: it is none. A link may come from any page or program, so
 * whatever is not exactly this is nothing.
 */
export function inviteIn(link: string): string | null {
  const token = link.length > 100 ? undefined : JOIN.exec(link)?.[1];
  return token !== undefined && INVITE.test(token) ? token : null;
}

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

/** Holds the invitation that was opened last until a page takes it: the page may only be on its way. */
export class Invitations {
  #waiting: string | null = null;

  /** Whether the link was one. */
  open(link: string | null): boolean {
    const invite = link === null ? null : inviteIn(link);
    if (invite !== null) this.#waiting = invite;
    return invite !== null;
  }

  /** Once. */
  take(): string | null {
    const invite = this.#waiting;
    this.#waiting = null;
    return invite;
  }
}
