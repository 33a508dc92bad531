import { CLOSED, CLOSED_ADVICE } from './notices.ts';
import { codesOf, type CodeOf, type Told } from './sentences.ts';

/** Why there is no server: what a terminal prints, and the shell shows in place of the window. */
export const START_FAILURES = {
  ...CLOSED,
  PORT_TAKEN: 'Port {{port}} is taken by another program.',
  PORT_FORBIDDEN: 'Port {{port}} may not be used by this account.',
  NOT_STARTED: 'TaskFlow could not start: {{why}}',
  SILENT: 'TaskFlow’s server did not start in time.',
  CRASHING: 'TaskFlow’s server keeps stopping.',
} as const;

/** What to do about it. */
export const START_ADVICE = {
  ...CLOSED_ADVICE,
  PORT_TAKEN: 'Choose another with --port, or leave it out for a free one.',
  PORT_FORBIDDEN: 'Choose one above 1023 with --port.',
  NOT_STARTED: 'The log is in {{folder}}.',
  SILENT: 'Try again. If it stays so, look into the log.',
  CRASHING: 'Your tasks are safe on the disk. Try again; if it stays so, look into the log and report it.',
} as const satisfies Record<CodeOf<typeof START_FAILURES>, string>;

export const START_FAILURE_CODES = codesOf(START_FAILURES);
export type StartFailure = Told<typeof START_FAILURES, typeof START_ADVICE>;
