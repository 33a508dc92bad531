import { readLock } from '../adapters/local/index.ts';
import { freshLink } from '../contract/app.ts';
import { CONTROL_HEADER, LINK_PATH } from '../http/guard.ts';

const AT_MOST_MS = 3_000;

/**
 * A second start on a folder in use asks the first for a fresh link, by what its lock file says, so that the person gets
 * their window. Null: it did not answer.
 */
export async function linkOfFirst(folder: string): Promise<string | null> {
  const info = (await readLock(folder))?.info;
  if (typeof info?.['port'] !== 'number' || typeof info['controlKey'] !== 'string') return null;
  try {
    const answer = await fetch(`http://127.0.0.1:${info['port']}${LINK_PATH}`, {
      method: 'POST',
      headers: { [CONTROL_HEADER]: info['controlKey'] },
      signal: AbortSignal.timeout(AT_MOST_MS),
    });
    return freshLink.answer.parse(await answer.json()).url;
  } catch {
    return null;
  }
}
