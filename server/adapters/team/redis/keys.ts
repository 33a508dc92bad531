import type { AnswerFamily } from '../../../ports/answers.ts';

/** A family of keys of the backend document, and how long one lives, in seconds. */
export interface KeyFamily {
  readonly prefix: string;
  readonly seconds: number;
}

/** `user:profile:{userId}`, `task:{taskId}`, `tasks:list:user:{userId}:page:{n}`, `task:stats:{userId}`; see SPEC.md. */
export const ANSWERS: Readonly<Record<AnswerFamily, KeyFamily>> = {
  profile: { prefix: 'user:profile:', seconds: 3_600 },
  task: { prefix: 'task:', seconds: 600 },
  list: { prefix: 'tasks:list:user:', seconds: 300 },
  stats: { prefix: 'task:stats:', seconds: 300 },
};

/** How long a session's state may be believed without asking PostgreSQL. */
export const STATE_SECONDS = 15;
/** Access tokens live 15 minutes, and clocks differ by less than one: after that nobody shows a token of an ended session. */
export const REVOKED_SECONDS = 16 * 60;

export const sessionKey = (userId: string, sessionId: string): string =>
  `refresh_token:${userId}:${sessionId}`;
export const revokedKey = (sessionId: string): string => `revoked:${sessionId}`;
export const blacklistKey = (jti: string): string => `blacklist:${jti}`;

/** A generation outlives what was cached under it; when it goes, so has that, and a new one is made. */
export const GENERATION_SECONDS = 24 * 3_600;
