import * as z from 'zod/mini';
import { EventRecord } from '../../../contract/events.ts';
import { TaskRecord } from '../../../contract/tasks.ts';
import { User } from '../../../contract/users.ts';
import { breathe } from '../csv.ts';
import { broken } from '../draft.ts';
import { parseJson } from '../json.ts';

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
  const read = z.safeParse(Envelope, parseJson(content));
  if (!read.success)
    throw broken('It does not say “format: taskflow” with a list of tasks: this is no TaskFlow file.');
  const { version, state } = read.data;
  if (version !== 1)
    throw broken(
      `It is of version ${version}, and this TaskFlow reads version 1. Update TaskFlow, then import it again.`,
    );
  return {
    tasks: unique(await all(TaskRecord, read.data.tasks, 'task'), 'task'),
    users: unique(await all(User, read.data.users, 'user'), 'user'),
    events: unique(await all(EventRecord, read.data.events, 'event'), 'event'),
    state,
  };
}

async function all<S extends z.ZodMiniType>(
  schema: S,
  records: readonly unknown[],
  noun: string,
): Promise<z.output<S>[]> {
  const done: z.output<S>[] = [];
  for (const [index, record] of records.entries()) {
    if (index % 1000 === 999) await breathe();
    const read = z.safeParse(schema, record);
    if (!read.success) {
      const issue = read.error.issues[0];
      const place = issue?.path.map(String).join('.') ?? '';
      throw broken(
        `The ${noun} number ${index + 1} is not whole: ${place} ${issue?.message ?? ''}.`.replace(
          /\s+/g,
          ' ',
        ),
      );
    }
    done.push(read.data);
  }
  return done;
}

function unique<T extends { id: string }>(records: readonly T[], noun: string): readonly T[] {
  const seen = new Set<string>();
  for (const [index, { id }] of records.entries()) {
    if (seen.has(id)) throw broken(`The ${noun} number ${index + 1} has the same id as one before it.`);
    seen.add(id);
  }
  return records;
}
