import path from 'node:path';
import { inject } from 'vitest';

/** The server's bundles of this very tree, in the place of `dist`; made for the first test of a run that asks. */
export async function bundles(): Promise<string> {
  const answer = await fetch(inject('bundles'));
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return said;
}

/**
 * A process of the server, bundled: from source each start would cost a second of a processor to read the TypeScript again.
 * `writer`, `relay` and `shutdown` are the *.child.ts of tests.
 */
export async function bundledEntry(
  name: 'desktop' | 'headless' | 'writer' | 'relay' | 'shutdown',
): Promise<string> {
  return path.join(await bundles(), 'server', `${name}.js`);
}
