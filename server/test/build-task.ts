import type { Input } from '../contract/route.ts';
import { createTask, type Task } from '../contract/tasks.ts';
import type { TestServer } from './test-server.ts';

let made = 0;

/** Makes a task over the API; what a test does not care about is filled in. */
export function buildTask(
  server: TestServer,
  set: Partial<Input<typeof createTask>['body']> = {},
): Promise<Task> {
  return server.call(createTask, { body: { title: `Task ${++made}`, ...set } });
}
