import { taskHistory } from '../../contract/events.ts';
import * as contract from '../../contract/tasks.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { BulkService } from './task.bulk.ts';
import type { TaskReader } from './task.reader.ts';
import type { TaskService } from './task.service.ts';

export const taskRoutes = (reader: TaskReader, tasks: TaskService, bulk: BulkService): Bound[] => [
  bind(contract.listTasks, ({ actor, query }) => reader.list(actor, query)),
  bind(contract.createTask, ({ actor, body, metadata, idempotencyKey }) =>
    tasks.create(actor, body, metadata, idempotencyKey),
  ),
  bind(contract.taskStats, ({ actor, query }) => reader.stats(actor, query)),
  bind(contract.bulkTasks, ({ actor, body, metadata }) => bulk.run(actor, body, metadata)),
  bind(contract.getTask, ({ actor, params }) => reader.get(actor, params.id)),
  bind(contract.updateTask, ({ actor, params, body, metadata }) =>
    tasks.update(actor, params.id, body, metadata),
  ),
  bind(contract.deleteTask, ({ actor, params, query, metadata }) =>
    tasks.delete(actor, params.id, query.version, metadata),
  ),
  bind(contract.assignTask, ({ actor, params, body, metadata }) =>
    tasks.update(actor, params.id, body, metadata),
  ),
  bind(contract.restoreTask, ({ actor, params, metadata }) => tasks.restore(actor, params.id, metadata)),
  bind(contract.purgeTask, ({ actor, params, metadata }) => tasks.purge(actor, params.id, metadata)),
  bind(taskHistory, ({ actor, params, query }) => reader.history(actor, params.id, query)),
];
