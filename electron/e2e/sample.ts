import type { Call } from '../../server/contract/client.ts';
import { createTask, type Priority, type Status, type Task } from '../../server/contract/tasks.ts';
import { updateProfile } from '../../server/contract/users.ts';

type Row = readonly [
  title: string,
  status: Status,
  priority: Priority,
  days: number | null,
  steps?: readonly [number, number],
];

/** The sample content of the design's pictures, with dates around today. */
const ROWS: readonly Row[] = [
  ['Elevation chart flickers when zooming with two fingers', 'in_progress', 'urgent', -2],
  ['Restore purchase fails on a second device', 'in_progress', 'urgent', -1],
  ['Offline map tiles: evict least recently used above 500 MB', 'in_progress', 'high', 0, [3, 5]],
  ['Move photo uploads to signed URLs', 'in_progress', 'high', 1, [1, 4]],
  ['Rewrite the first three screens of the trail planner', 'in_progress', 'medium', 4, [2, 6]],
  ['Settle type scale and spacing for 2.4', 'in_progress', 'medium', 5],
  ['Dark map: contour lines disappear below zoom 12', 'in_review', 'high', 0],
  ['Cache the weather per grid cell, not per user', 'in_review', 'high', 1],
  ['Keyboard and screen reader pass over the route editor', 'in_review', 'medium', 4, [7, 9]],
  ['German strings for the 2.4 release notes', 'in_review', 'low', 6],
  ['Write the post-mortem for Saturday’s tile outage', 'todo', 'high', -3],
  ['Delete accounts within 30 days, with an export offered first', 'todo', 'high', 7],
  ['Plan interviews with five hut wardens', 'todo', 'medium', 12, [0, 5]],
  ['Measure cold start on the three slowest phones we support', 'todo', 'medium', null],
  ['Ship the beta to the mountain rescue group', 'todo', 'medium', 19],
  ['Ask the print shop for a second proof of the trail booklet', 'todo', 'low', 8],
  ['The “water source” icon reads as fuel at 16 px', 'todo', 'low', null],
  ['Replace the map attribution with its short form', 'todo', 'low', null],
  ['Answer the hut wardens’ letter', 'done', 'medium', -1],
  ['Renew the certificate of the tile server', 'done', 'high', -2],
  ['Order new trail markers', 'done', 'low', -4],
  ['Paper map for the cellar', 'cancelled', 'low', null],
];

const DESCRIPTION = `People who walk for a week fill their phone with tiles they will never look at again. Above **500 MB** we drop the
tiles seen longest ago, except those of a saved route. Why 500: see [what the interviews said](https://example.org/interviews).

\`\`\`
cache.evict({ limit: 500 * MB, keep: tile => tile.pinned })
\`\`\`

### Done when
`;

const STEPS = [
  'Eviction runs in the background, never during a pan',
  'Pinned tiles survive a full cache',
  'Settings shows what is used, as `412 of 500 MB`',
  'A phone with less than 2 GB free gets a smaller limit',
  'Measured on the three slowest phones we support',
];

/** Fills a workspace with it; answers the tasks by title. */
export async function fillSample(call: Call): Promise<Map<string, Task>> {
  const me = await call(updateProfile, { body: { firstName: 'Mara', lastName: 'Lindqvist' } });
  const made = new Map<string, Task>();
  for (const [title, status, priority, days, steps] of [...ROWS].reverse()) {
    const day = new Date();
    day.setDate(day.getDate() + (days ?? 0));
    const dueDate =
      days === null
        ? null
        : new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate())).toISOString();
    const checks = steps
      ? Array.from(
          { length: steps[1] },
          (_, n) => `- [${n < steps[0] ? 'x' : ' '}] ${STEPS[n] ?? `Step ${n + 1}`}`,
        ).join('\n')
      : '';
    const isLong = title.startsWith('Offline map tiles');
    const description = checks ? (isLong ? `${DESCRIPTION}\n${checks}` : checks) : null;
    const body = {
      title,
      status,
      priority,
      dueDate,
      dueAllDay: days !== null,
      description,
      assigneeId: days === null ? null : me.id,
    };
    made.set(title, await call(createTask, { body }));
  }
  return made;
}
