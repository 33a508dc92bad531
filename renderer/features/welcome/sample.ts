import i18next from 'i18next';
import type { WorkspaceSession } from '../../api/workspace.tsx';
import { createTask, type Priority, type Status } from '../../../server/contract/tasks.ts';
import { putState } from '../../../server/contract/state.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { allDayIso } from '../../i18n/dates.ts';

/** Under this key of /state stand the ids of the sample tasks while they are there. */
export const SAMPLE_KEY = 'sample';

const SAMPLES: readonly {
  name: 'first' | 'board' | 'checklist' | 'many' | 'palette' | 'done';
  status: Status;
  priority: Priority;
  days: number | null;
}[] = [
  { name: 'done', status: 'done', priority: 'low', days: 0 },
  { name: 'palette', status: 'todo', priority: 'low', days: null },
  { name: 'many', status: 'todo', priority: 'medium', days: 3 },
  { name: 'checklist', status: 'in_review', priority: 'medium', days: 1 },
  { name: 'board', status: 'in_progress', priority: 'high', days: 1 },
  { name: 'first', status: 'todo', priority: 'urgent', days: 0 },
];

/** Adds a few tasks that show what TaskFlow can do, in the chosen language. */
export async function addSample({ call, queries }: WorkspaceSession): Promise<void> {
  const t = i18next.getFixedT(null, 'welcome');
  const ids: string[] = [];
  for (const sample of SAMPLES) {
    const day = new Date();
    day.setDate(day.getDate() + (sample.days ?? 0));
    const task = await call(createTask, {
      body: {
        id: crypto.randomUUID(),
        title: t(`tasks.${sample.name}.title`),
        description: t(`tasks.${sample.name}.description`) || null,
        status: sample.status,
        priority: sample.priority,
        dueDate: sample.days === null ? null : allDayIso(day),
        dueAllDay: sample.days !== null,
      },
    });
    ids.push(task.id);
  }
  await call(putState, { params: { key: SAMPLE_KEY }, body: { value: ids } });
  queries.setQueryData(queryKeys.state(SAMPLE_KEY), ids);
  // The list was read while they were being made, and the socket may only have come to life meanwhile.
  await queries.invalidateQueries({ queryKey: queryKeys.tasks });
}

/** The ids of the samples from whatever /state holds. */
export function sampleIds(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];
}
