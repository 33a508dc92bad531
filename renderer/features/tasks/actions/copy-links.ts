import type { Task } from '../../../../server/contract/tasks.ts';
import { errorMessage } from '../../../api/error-message.ts';
import { taskLinks } from '../../../api/task-links.ts';
import type { WorkspaceSession } from '../../../api/workspace.tsx';
import { t } from '../../../i18n/index.ts';
import { platform } from '../../../platform/index.ts';
import { copyText } from '../../../ui/copy-text.ts';
import { showToast } from '../../../ui/toast.tsx';

/** Copies the links of tasks, a line each, and says so; `named` puts each one's title before it. */
export async function copyTaskLinks(
  session: WorkspaceSession,
  ids: readonly string[],
  named?: readonly Pick<Task, 'title'>[],
): Promise<void> {
  let links: readonly string[];
  try {
    links = await taskLinks(session, ids, platform.inShell);
  } catch (error) {
    return void showToast({ text: errorMessage(error), tone: 'bad' });
  }
  const lines = links.map((link, index) => (named?.[index] ? `${named[index].title}: ${link}` : link));
  const said = t(named ? 'tasks:namedLinkCopied' : 'tasks:linkCopied', { count: ids.length });
  await copyText(lines.join('\n'), said);
}
