import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/workspace.tsx';
import { dismissNotice } from '../../../server/contract/app.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspaceItem } from '../../api/workspaces.ts';
import { said } from '../../i18n/said.ts';
import { Button } from '../../ui/button.tsx';

/** What a start had to put aside or could not do: said above every page until the person has seen it. */
export function Notices() {
  const { t } = useTranslation();
  const { call, queries } = useWorkspace();
  const workspace = useWorkspaceItem();
  if (!workspace || workspace.notices.length === 0) return null;
  const dismiss = async (noticeId: string): Promise<void> => {
    await call(dismissNotice, { params: { id: workspace.id, noticeId } }).catch(() => undefined);
    await queries.invalidateQueries({ queryKey: queryKeys.workspaces });
  };
  return (
    <div role="alert" className="notices">
      {workspace.notices.map((notice) => (
        <div key={notice.id} className="notice bad">
          <span>
            <b>{said(`notices:what.${notice.code}`, notice.params)}</b>{' '}
            {said(`notices:advice.${notice.code}`, notice.params)}
            {notice.path && <code>{notice.path}</code>}
          </span>
          <span className="grow" />
          {notice.dismissible && (
            <Button kind="quiet" small onPress={() => void dismiss(notice.id)}>
              {t('close')}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
