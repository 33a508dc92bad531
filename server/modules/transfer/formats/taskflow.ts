import * as z from 'zod/mini';
import { EventRecord } from '../../../contract/events.ts';
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

/** Reads it whole, each record by its schema. Throws IMPORT_INVALID that names the record and what is wrong with it. */
export async function parseTaskflow(content: string): Promise<TaskflowFile> {
  const { value, lineOf } = await parseJson(content);
  const read = z.safeParse(Envelope, value);
  if (!read.success)
    throw broken('It does not say “format: taskflow” with a list of tasks: this is no TaskFlow file.');
  const { version, state } = read.data;
  if (version !== 1)
    throw broken(
      `It is of version ${version}, and this TaskFlow reads version 1. Update TaskFlow, then import it again.`,
    );
  const all = <S extends z.ZodMiniType<{ id: string }>>(schema: S, list: 'tasks' | 'users' | 'events') =>
    records(schema, read.data[list], list.slice(0, -1), (index) => lineOf(list, index));
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
  noun: string,
  lineOf: (index: number) => number,
): Promise<z.output<S>[]> {
  const pace = createPace();
  const seen = new Set<string>();
  const done: z.output<S>[] = [];
  for (const [index, record] of given.entries()) {
    await pace();
    const read = z.safeParse(schema, record);
    if (!read.success) {
      const issue = read.error.issues[0];
      const place = issue?.path.map(String).join('.') ?? '';
      const why = `${place} ${issue?.message ?? ''}`.replace(/\s+/g, ' ').trim();
      throw broken(`The ${noun} number ${index + 1} is not whole: ${why}.`, lineOf(index));
    }
    const { id } = read.data;
    if (seen.has(id))
      throw broken(`The ${noun} number ${index + 1} has the same id as one before it.`, lineOf(index));
    seen.add(id);
    done.push(read.data);
  }
  return done;
}
