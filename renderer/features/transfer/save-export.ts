import type { Call } from '../../../server/contract/client.ts';
import { exportTasks } from '../../../server/contract/transfer.ts';
import { allDayIso } from '../../i18n/dates.ts';
import { platform } from '../../platform/index.ts';

/** Milliseconds that 100,000 tasks with their history may take. */
const EXPORT_TIMEOUT = 300_000;

/**
 * Hands a workspace's export over as a file: everything as JSON, or the tasks as CSV. Answers the file's name, null when the
 * person thought better of it. Rejects with ApiError.
 */
export async function saveExport(call: Call, format: 'json' | 'csv'): Promise<string | null> {
  const content = await call(
    exportTasks,
    { query: { format } },
    { signal: AbortSignal.timeout(EXPORT_TIMEOUT) },
  );
  const name = `taskflow-${allDayIso(new Date()).slice(0, 10)}.${format}`;
  const type = format === 'json' ? 'application/json' : 'text/csv';
  return (await platform.saveFile(name, String(content), type)) ? name : null;
}
