import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { WorkspaceId } from '../contract/primitives.ts';
import { replaceFile } from './whole-file.ts';

/**
 * A team that was joined, as app.json has it. What is secret of it (a session, the databases' addresses) is not here but in
 * the SecretStore.
 */
export const Joined = z.object({
  /** Names its folder and its mount. */
  id: WorkspaceId,
  kind: z.enum(['team', 'databases']),
  name: z.string(),
  /** Of a team server: its origin. */
  url: z.optional(z.string()),
  instanceId: z.string(),
  userId: z.string(),
  email: z.string(),
  /** SHA-256 of the certificate that was trusted by itself. */
  trust: z.optional(z.string()),
  /** Spoken to without encryption, beyond this machine: marked ever after. */
  http: z.optional(z.boolean()),
});
export type Joined = z.infer<typeof Joined>;

const FOLDER = 'workspaces';
const ENTRY = 'workspace.json';
const REMOVED = 'removed';

/** Where a team's replica lies. */
export const folderOf = (dataFolder: string, id: string): string => path.join(dataFolder, FOLDER, id);

/** Keeps what app.json says of a team beside its replica too: with unsent changes in it, it must be found again. */
export const keepEntry = (dataFolder: string, entry: Joined): Promise<void> =>
  replaceFile(path.join(folderOf(dataFolder, entry.id), ENTRY), JSON.stringify(entry, null, 2));

/** From now on it is none of this folder's teams, also where its deletion does not come to its end. */
export const markRemoved = (dataFolder: string, id: string): Promise<void> =>
  replaceFile(path.join(folderOf(dataFolder, id), REMOVED), '');

const idsIn = (dataFolder: string): Promise<string[]> =>
  readdir(path.join(dataFolder, FOLDER)).catch(() => []);

/** Those of which something is left although they were removed. */
export async function removedIn(dataFolder: string): Promise<string[]> {
  const found: string[] = [];
  for (const id of await idsIn(dataFolder)) {
    const isRemoved = await stat(path.join(folderOf(dataFolder, id), REMOVED)).then(
      () => true,
      () => false,
    );
    if (isRemoved) found.push(id);
  }
  return found;
}

/** The teams whose replicas are in this data folder, whatever app.json says. */
export async function entriesIn(dataFolder: string): Promise<Joined[]> {
  const removed = await removedIn(dataFolder);
  const entries: Joined[] = [];
  for (const id of await idsIn(dataFolder)) {
    if (removed.includes(id)) continue;
    const text = await readFile(path.join(folderOf(dataFolder, id), ENTRY), 'utf8').catch(() => 'null');
    const entry = Joined.safeParse(parsed(text));
    if (entry.success && entry.data.id === id) entries.push(entry.data);
  }
  return entries;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
