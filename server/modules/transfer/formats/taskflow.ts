import * as z from 'zod/mini';
import { EventRecord } from '../../../contract/events.ts';
import { issueAt, issuesOf } from '../../../contract/issues-of.ts';
import { TaskRecord } from '../../../contract/tasks.ts';
import { User } from '../../../contract/users.ts';
import { broken } from '../draft.ts';
import { parseJson } from '../json.ts';
import { createPace } from '../pace.ts';

/** What a file of format taskflow holds. */
export interface TaskflowFile {
  readonly tasks: readonly TaskRecord[];
  readonly users: readonly User[];
  readonly events: readonly EventRecord[];
  readonly state: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const Envelope = z.object({
  format: z.literal('taskflow'),
  version: z.int(),
  users: z._default(z.array(z.unknown()), []),
  tasks: z.array(z.unknown()),
  events: z._default(z.array(z.unknown()), []),
  state: z._default(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
});

const NOUNS = { tasks: 'TASK', users: 'PERSON', events: 'EVENT' } as const;

/** Reads it whole, each record by its schema. Throws IMPORT_INVALID that names the record and what is wrong with it. */
export async function parseTaskflow(content: string): Promise<TaskflowFile> {
  const { value, lineOf } = await parseJson(content);
  const read = z.safeParse(Envelope, value);
  if (!read.success) throw broken({ code: 'NOT_TASKFLOW' });
  const { version, state } = read.data;
  if (version !== 1) throw broken({ code: 'FILE_NEWER', params: { version } });
  const all = <S extends z.ZodMiniType<{ id: string }>>(schema: S, list: 'tasks' | 'users' | 'events') =>
    records(schema, read.data[list], NOUNS[list], (index) => lineOf(list, index));
  return {
    tasks: await all(TaskRecord, 'tasks'),
    users: await all(User, 'users'),
    events: await all(EventRecord, 'events'),
    state,
  };
}

async function records<S extends z.ZodMiniType<{ id: string }>>(
  schema: S,
  given: readonly unknown[],
  noun: 'TASK' | 'PERSON' | 'EVENT',
  lineOf: (index: number) => number,
): Promise<z.output<S>[]> {
  const pace = createPace();
  const seen = new Set<string>();
  const done: z.output<S>[] = [];
  for (const [index, record] of given.entries()) {
    await pace();
    const read = z.safeParse(schema, record, { reportInput: true });
    if (!read.success) {
      const [issue = issueAt('', { code: 'NOT_EXPECTED' })] = issuesOf(read.error.issues);
      const params = { nth: index + 1, field: issue.path || '{}', what: issue.message };
      throw broken({ code: `${noun}_BROKEN`, params }, lineOf(index), issue);
    }
    const { id } = read.data;
    if (seen.has(id)) throw broken({ code: `${noun}_TWICE`, params: { nth: index + 1 } }, lineOf(index));
    seen.add(id);
    done.push(read.data);
  }
  return done;
}
