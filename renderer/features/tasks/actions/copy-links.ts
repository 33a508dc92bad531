import { errorMessage } from '../../../api/error-message.ts';
import { taskLinks } from '../../../api/task-links.ts';
import type { WorkspaceSession } from '../../../api/workspace.tsx';
import { t } from '../../../i18n/index.ts';
import { platform } from '../../../platform/index.ts';
import { copyText } from '../../../ui/copy-text.ts';
import { showToast } from '../../../ui/toast.tsx';

/** Copies the links of tasks, a line each, and says so. */
export async function copyTaskLinks(session: WorkspaceSession, ids: readonly string[]): Promise<void> {
  let links: readonly string[];
  try {
    links = await taskLinks(session, ids, platform.inShell);
  } catch (error) {
    return void showToast({ text: errorMessage(error), tone: 'bad' });
  }
  await copyText(links.join('\n'), t('tasks:linkCopied', { count: ids.length }));
}
