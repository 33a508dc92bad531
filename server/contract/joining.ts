import * as z from 'zod/mini';
import { WorkspaceItem } from './app.ts';
import { FINDING_CODES } from './findings.ts';
import { PlainText, Secret, like } from './primitives.ts';
import { WRITE_ERRORS, defineRoute } from './route.ts';
import { Params } from './sentences.ts';

/** Joining teams: routes of the bundled server, base /app/v1. */

/** What the connection doctor looks at, in this order; a database has the last three instead of the web's. */
export const STAGES = [
  'address',
  'dns',
  'tcp',
  'tls',
  'http',
  'product',
  'version',
  'clock',
  'sign_in',
  'postgres',
  'mongodb',
  'redis',
] as const;

/** A certificate as it was shown: what somebody needs to decide whether it is their team's. */
export const Certificate = z
  .object({
    sha256: z.string(),
    subject: z.string(),
    issuer: z.string(),
    validFrom: z.string(),
    validTo: z.string(),
  })
  .register(z.globalRegistry, { id: 'Certificate' });
export type Certificate = z.infer<typeof Certificate>;

export const StageResult = z
  .object({
    stage: z.enum(STAGES),
    ok: z.boolean(),
    /** A warning lets the rest go on. */
    warning: z.optional(z.boolean()),
    code: z.enum(FINDING_CODES),
    params: z.optional(Params),
    /** Code and params as sentences, in English. */
    message: z.string(),
    advice: z.string(),
    ms: z.int(),
    certificate: z.optional(Certificate),
  })
  .register(z.globalRegistry, { id: 'DoctorStage' });
export type StageResult = z.infer<typeof StageResult>;

export const DoctorAnswer = z
  .object({
    ok: z.boolean(),
    stages: z.array(StageResult),
    /** What is known of a team that answered: whether an account can be made there. */
    team: z.optional(
      z.object({
        instanceId: z.string(),
        version: z.string(),
        registration: z.enum(['open', 'invite', 'closed']),
        /** Nobody is there yet: the first account becomes its administrator. */
        empty: z.optional(z.boolean()),
      }),
    ),
    /** The address as it will be used. */
    url: z.optional(z.string()),
  })
  .register(z.globalRegistry, { id: 'Doctor' });
export type DoctorAnswer = z.infer<typeof DoctorAnswer>;

const Url = PlainText.check(z.trim(), z.minLength(1), z.maxLength(2048));
const Trust = z.string().check(like(/^[0-9A-Fa-f:]{64,95}$/, Array(32).fill('0A').join(':')));

const ByUrl = z.object({ url: Url, trust: z.optional(Trust), allowHttp: z.optional(z.boolean()) });
const ByDatabases = z.object({ databaseUrl: Url, mongodbUrl: Url, redisUrl: Url });

export const runDoctor = defineRoute({
  id: 'runDoctor',
  method: 'POST',
  base: 'app',
  path: '/doctor',
  access: 'anyone',
  summary:
    'Look at a team’s address or databases, stage by stage; or, with `workspace`, at one that was joined. As application/x-ndjson each stage is told as it is found',
  body: z.union([z.object({ workspace: z.string().check(z.maxLength(64)) }), ByUrl, ByDatabases]),
  status: 200,
  answer: DoctorAnswer,
  progress: StageResult,
  errors: ['BUSY'],
});

const Account = {
  name: z.optional(PlainText.check(z.trim(), z.minLength(1), z.maxLength(100))),
  email: PlainText.check(z.trim(), z.maxLength(254)),
  password: PlainText.check(z.minLength(1), z.maxLength(1024)),
  /** Make the account instead of signing in to one. */
  register: z.optional(
    z.object({
      firstName: z.optional(PlainText),
      lastName: z.optional(PlainText),
      invite: z.optional(PlainText),
    }),
  ),
};

export const addWorkspace = defineRoute({
  id: 'addWorkspace',
  method: 'POST',
  base: 'app',
  path: '/workspaces',
  access: 'anyone',
  summary: 'Join a team by its address or by its databases. 422 carries what the doctor found',
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('team'), ...ByUrl.shape, ...Account }),
    z.object({ kind: z.literal('databases'), ...ByDatabases.shape, ...Account }),
  ]),
  status: 201,
  answer: WorkspaceItem,
  errors: [
    'DOCTOR',
    'ALREADY_JOINED',
    'REGISTRATION_CLOSED',
    'INVITE_INVALID',
    'EMAIL_TAKEN',
    'BUSY',
    'TEAM_UNREACHABLE',
    ...WRITE_ERRORS,
  ],
});

export const ById = z.object({ id: z.string().check(z.maxLength(64)) });

/** What would be lost with a replica. `mark` stands for all of it as it was counted: it is another when anything is. */
export const Loss = z
  .object({ waiting: z.int(), conflicts: z.int(), mark: z.string() })
  .register(z.globalRegistry, { id: 'Loss' });
export type Loss = z.infer<typeof Loss>;

export const lookAtLoss = defineRoute({
  id: 'lookAtLoss',
  method: 'GET',
  base: 'app',
  path: '/workspaces/{id}/loss',
  access: 'anyone',
  summary: 'What removing a team’s workspace would lose: unsent changes and undecided conflicts',
  params: ById,
  status: 200,
  answer: Loss,
  errors: [],
});

export const removeWorkspace = defineRoute({
  id: 'removeWorkspace',
  method: 'DELETE',
  base: 'app',
  path: '/workspaces/{id}',
  access: 'anyone',
  summary:
    'Sign out of a team and delete its replica; 409 with details {waiting, conflicts, mark} while that would lose something. ' +
    '`discard` loses it; with `seen`, a mark, only if it is still what was looked at',
  params: ById,
  query: z.object({
    discard: z.optional(z.enum(['true', 'false'])),
    seen: z.optional(z.string().check(z.maxLength(64))),
  }),
  status: 204,
  answer: null,
  errors: ['CHANGES_WAITING', 'FORBIDDEN', ...WRITE_ERRORS],
});

export const signInAgain = defineRoute({
  id: 'signInAgain',
  method: 'POST',
  base: 'app',
  path: '/workspaces/{id}/sign-in',
  access: 'anyone',
  summary: 'Sign in to a joined team again; what waits is sent',
  params: ById,
  body: z.object({
    password: Account.password,
    trust: z.optional(Trust),
    /** What stands behind # in a link for a new password; `password` is that one. */
    reset: z.optional(Secret),
    /** Where its databases are now, or where their addresses were not kept. */
    databases: z.optional(ByDatabases),
  }),
  status: 200,
  answer: WorkspaceItem,
  errors: [
    'BAD_CREDENTIALS',
    'LINK_INVALID',
    'ACCOUNT_DISABLED',
    'TEAM_UNREACHABLE',
    'RATE_LIMITED',
    'BUSY',
    ...WRITE_ERRORS,
  ],
});

export const reconnect = defineRoute({
  id: 'reconnect',
  method: 'POST',
  base: 'app',
  path: '/workspaces/{id}/reconnect',
  access: 'anyone',
  summary: 'Try the team now instead of at the next turn',
  params: ById,
  status: 200,
  answer: WorkspaceItem,
  errors: [],
});
