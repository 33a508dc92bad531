import * as z from 'zod/mini';
import { Destination } from '../../server/contract/destinations.ts';
import { Params } from '../../server/contract/sentences.ts';
import { START_FAILURE_CODES } from '../../server/contract/start-failures.ts';
import type { CallName, EventName } from './channels.ts';

/** The typed map of the bridge: what the window may ask of the shell, and what the shell tells the window. */

/** How the bundled server is doing; `failed` stays until somebody asks to try again. */
export const ServerState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready'), port: z.int() }),
  z.object({ state: z.literal('restarting'), attempt: z.int() }),
  z.object({ state: z.literal('failed'), code: z.enum(START_FAILURE_CODES), params: z.optional(Params) }),
  z.object({ state: z.literal('stopped') }),
]);
export type ServerState = z.infer<typeof ServerState>;

const nothing = z.optional(z.undefined());

/** Largest file that the window hands over to be saved, in UTF-16 units: an export of 100,000 tasks is a fifth of it. */
const FILE_UNITS = 256 * 1024 * 1024;

/** What the application's menu asks the window to do. */
export const COMMANDS = ['newTask', 'search', 'palette', 'settings', 'shortcuts'] as const;
export type Command = (typeof COMMANDS)[number];

export const CALLS = {
  /** Opens an http, https or mailto address in the person's own program; false when it is none of these. */
  openExternal: { input: z.string(), output: z.boolean() },
  /** Asks for a place and writes the text there; false when the person thought better of it. */
  saveFile: {
    input: z.object({
      name: z.string().check(z.minLength(1), z.maxLength(200)),
      content: z.string().check(z.maxLength(FILE_UNITS)),
    }),
    output: z.boolean(),
  },
  /** Shows the folder with the data in the file manager. */
  showDataFolder: { input: nothing, output: z.null() },
  /** Shows the server's log in the file manager. */
  showLog: { input: nothing, output: z.null() },
  /** The number on the app's icon; 0 clears it. */
  setBadge: { input: z.int().check(z.nonnegative(), z.maximum(9999)), output: z.null() },
  serverState: { input: nothing, output: ServerState },
  /** Starts the server again after it failed. */
  retryServer: { input: nothing, output: z.null() },
  /** The answer to `leaving`: what the window had still to send has arrived. */
  readyToLeave: { input: nothing, output: z.null() },
  /** Where the window was asked to go from outside, by a link or a notification, once; null: nowhere. */
  takeDestination: { input: nothing, output: z.nullable(Destination) },
  /** What the application's menu asked for last, once; null: nothing. */
  takeCommand: { input: nothing, output: z.nullable(z.enum(COMMANDS)) },
  quit: { input: nothing, output: z.null() },
} as const satisfies Record<CallName, { input: z.ZodMiniType; output: z.ZodMiniType }>;

export const EVENTS = {
  /** There may be somewhere to go: it waits for `takeDestination`. */
  destination: z.null(),
  serverState: ServerState,
  /** There may be something to do: it waits for `takeCommand`. */
  command: z.null(),
  /** The window is about to close: what was typed last has to go to the server now. */
  leaving: z.null(),
} as const satisfies Record<EventName, z.ZodMiniType>;

/** Errors travel as data, because Electron keeps nothing of a thrown one but its message. */
export type Result<T> =
  { ok: true; value: T } | { ok: false; error: { code: BridgeErrorCode; message: string } };
export type BridgeErrorCode = 'FORBIDDEN' | 'INVALID' | 'FAILED';

export type CallInput<N extends CallName> = z.input<(typeof CALLS)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof CALLS)[N]['output']>;
export type EventPayload<N extends EventName> = z.output<(typeof EVENTS)[N]>;

export type Unsubscribe = () => void;

/** `window.taskflow`; absent in a plain browser. */
export type TaskflowWindow = {
  readonly version: string;
  readonly platform: string;
  /** Hears an event until the answer is called. */
  on<N extends EventName>(event: N, listener: (payload: EventPayload<N>) => void): Unsubscribe;
} & {
  readonly [N in CallName]: undefined extends CallInput<N>
    ? () => Promise<Result<CallOutput<N>>>
    : (input: CallInput<N>) => Promise<Result<CallOutput<N>>>;
};
