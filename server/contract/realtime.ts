import * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';
import type { Notification, TaskEventType } from './events.ts';
import { Uuid } from './primitives.ts';
import type { Task } from './tasks.ts';
import type { Person } from './users.ts';

/** A task in a frame: without `can`, which differs by reader, and without source.raw. */
export type FrameTask = Omit<Task, 'can'>;

/**
 * `seq` counts the frames of one server and is a hint, never a cursor. `actor`: who an event names; null where there is no
 * event, as of a task that moved in an order. `task.removed` goes to whoever lost sight of
 * the task. `tasks.changed` says that more changed than is worth naming (an import, a restored backup): ask again.
 */
export type TaskEvent =
  | { type: TaskEventType; seq: number; task: FrameTask; actor: Person | null; at: string }
  | { type: 'task.removed'; seq: number; taskId: string }
  | { type: 'tasks.changed'; seq: number };

/** What a socket asks to hear of a task. */
export const TaskLook = z.object({ taskId: Uuid });

/** Refused as an answer of the API is: with a code to switch on, and what is so for a person. */
export type Acknowledgement = { ok: true } | { ok: false; code: ErrorCode; message: string };

export interface ServerToClient {
  connected: (hello: { userId: string; time: string }) => void;
  'task-event': (event: TaskEvent) => void;
  notification: (notification: Notification) => void;
  /** Somebody came, or is called, may or is otherwise now: ask for the people again. */
  people: () => void;
  /** Something that windows share is kept otherwise now (SHARED_STATE): ask for this key again. */
  state: (key: string) => void;
  /** Settings changed in another window. */
  settings: () => void;
  /** A workspace of this app came, went, or is doing otherwise: ask GET /app/v1/workspaces. */
  workspaces: () => void;
  pong: () => void;
}

export interface ClientToServer {
  'subscribe-to-task': (input: { taskId: string }, ack: (answer: Acknowledgement) => void) => void;
  'unsubscribe-from-task': (input: { taskId: string }, ack: (answer: Acknowledgement) => void) => void;
  ping: () => void;
  reauth: (input: { token: string }, ack: (answer: Acknowledgement) => void) => void;
}
