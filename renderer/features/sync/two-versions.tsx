import { GitCompare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useReplica } from '../../api/workspaces.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useConflicts } from './queries.ts';

/** Above a task of which there are two versions: where to look at both. */
export function TwoVersions({ taskId }: { taskId: string }) {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const count = useConflicts(useReplica())?.filter((one) => one.taskId === taskId).length ?? 0;
  if (count === 0) return null;
  return (
    <p className="notice warn two-versions">
      <Icon of={GitCompare} />
      <span>{t('conflicts.here', { count })}</span>
      <span className="grow" />
      <Button small onPress={() => void navigate(`/conflicts?task=${taskId}`)}>
        {t('conflicts.look')}
      </Button>
    </p>
  );
}
