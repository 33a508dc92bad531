import { useTranslation } from 'react-i18next';
import { getTask } from '../../../server/contract/tasks.ts';
import { useStored } from '../../api/stored.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../ui/button.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';
import { SAMPLE_KEY, sampleIds } from './sample.ts';

/** Above the list while the samples are there: one click removes them (and Ctrl Z brings them back). */
export function SampleNotice() {
  const { t } = useTranslation('welcome');
  const [ids, setIds] = useStored(SAMPLE_KEY, sampleIds);
  const actions = useTaskActions();
  const { call, tasks } = useWorkspace();
  /** Those that are on no screen are read first: acts work on what is cached. One that is gone is no matter. */
  const remove = async (): Promise<void> => {
    const found = await Promise.allSettled(ids.map((id) => call(getTask, { params: { id } })));
    const there = found.flatMap((one) =>
      one.status === 'fulfilled' && !one.value.deletedAt ? [one.value] : [],
    );
    for (const task of there) tasks.place(task);
    setIds([]);
    await actions.delete(there.map((task) => task.id));
  };
  if (ids.length === 0) return null;
  return (
    <div className="notice sample-notice">
      <span>{t('sampleNotice')}</span>
      <span className="grow" />
      <Button kind="link" small onPress={() => void remove()}>
        {t('removeSample')}
      </Button>
      <Button kind="quiet" small onPress={() => setIds([])}>
        {t('keepSample')}
      </Button>
    </div>
  );
}
