import * as z from 'zod/mini';
import { NOTICE_CODES } from './notices.ts';
import { like } from './primitives.ts';
import { QuietHours } from './quiet-hours.ts';
import { defineRoute } from './route.ts';
import { Params } from './sentences.ts';
import { ImportAnswer } from './transfer.ts';

/** The routes of the bundled server itself, base /app/v1; a team server has none of them. */

export const WorkspaceItem = z
  .object({
    id: z.string(),
    kind: z.enum(['personal', 'team', 'databases']),
    /** Empty for a personal workspace that nobody named: the window calls it by a word of its language. */
    name: z.string(),
    url: z.optional(z.string()),
    user: z.optional(z.string()),
    status: z.object({
      state: z.enum(['local', 'synced', 'syncing', 'offline', 'sign_in', 'disabled', 'too_old']),
      waiting: z.int(),
      conflicts: z.int(),
      syncedAt: z.nullable(z.string()),
      /** While everything of a team is loaded for the first time, or again. */
      progress: z.optional(z.object({ done: z.int(), total: z.int() })),
      /** Offline, because what answers shows a certificate that nobody has trusted: nothing is sent to it. */
      untrusted: z.optional(z.boolean()),
    }),
    /** Spoken to without encryption, in a private network. */
    http: z.optional(z.boolean()),
    /** The one certificate that was trusted by itself. */
    trust: z.optional(z.string()),
    /** What a start had to put aside or could not do; shown until dismissed. */
    notices: z.array(
      z.object({
        id: z.string(),
        code: z.enum(NOTICE_CODES),
        params: z.optional(Params),
        path: z.optional(z.string()),
        /** Whether it can be put away; what still stops the work cannot. */
        dismissible: z.boolean(),
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'Workspace' });
export type WorkspaceItem = z.infer<typeof WorkspaceItem>;

export const listWorkspaces = defineRoute({
  id: 'listWorkspaces',
  method: 'GET',
  base: 'app',
  path: '/workspaces',
  access: 'anyone',
  summary: 'The workspaces of this app and how each is doing',
  status: 200,
  answer: z.object({ items: z.array(WorkspaceItem) }),
  errors: [],
});

export const renameWorkspace = defineRoute({
  id: 'renameWorkspace',
  method: 'PATCH',
  base: 'app',
  path: '/workspaces/{id}',
  access: 'anyone',
  summary: 'Give a workspace another name',
  params: z.object({ id: z.string().check(z.maxLength(64)) }),
  body: z.object({ name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)) }),
  status: 200,
  answer: WorkspaceItem,
  errors: ['DISK_FULL'],
});

export const dismissNotice = defineRoute({
  id: 'dismissNotice',
  method: 'DELETE',
  base: 'app',
  path: '/workspaces/{id}/notices/{noticeId}',
  access: 'anyone',
  summary: 'Put a notice away that has been read',
  params: z.object({ id: z.string().check(z.maxLength(64)), noticeId: z.string().check(z.maxLength(128)) }),
  status: 204,
  answer: null,
  errors: [],
});

export const launch = defineRoute({
  id: 'launch',
  method: 'POST',
  base: 'app',
  path: '/launch',
  access: 'keyless',
  summary: 'Exchange the code of a printed link (one use, 60 s) for the launch key',
  body: z.object({ code: z.string().check(z.maxLength(64)) }),
  status: 200,
  answer: z.object({ key: z.string() }),
  errors: ['LAUNCH_CODE_INVALID'],
});

export const freshLink = defineRoute({
  id: 'freshLink',
  method: 'POST',
  base: 'app',
  path: '/link',
  access: 'anyone',
  summary:
    'A new link with a one-use code. A second start on the same folder asks, with the control key of the lock file in x-taskflow-control',
  status: 201,
  answer: z.object({ url: z.string() }),
  errors: [],
});

export const BackupItem = z
  .object({
    id: z.string(),
    at: z.string(),
    reason: z.enum(['daily', 'import', 'upgrade', 'restore', 'manual']),
    bytes: z.int(),
    tasks: z.int(),
    verified: z.boolean(),
  })
  .register(z.globalRegistry, { id: 'Backup' });
export type BackupItem = z.infer<typeof BackupItem>;

export const listBackups = defineRoute({
  id: 'listBackups',
  method: 'GET',
  base: 'app',
  path: '/backups',
  access: 'anyone',
  summary: 'Copies of the personal workspace, newest first',
  status: 200,
  answer: z.object({ items: z.array(BackupItem) }),
  errors: [],
});

export const makeBackup = defineRoute({
  id: 'makeBackup',
  method: 'POST',
  base: 'app',
  path: '/backups',
  access: 'anyone',
  summary: 'Make a copy now; it counts once it has been read back',
  status: 201,
  answer: BackupItem,
  errors: ['DISK_FULL'],
});

export const restoreBackup = defineRoute({
  id: 'restoreBackup',
  method: 'POST',
  base: 'app',
  path: '/backups/{id}/restore',
  access: 'anyone',
  summary: 'Go back to a copy (one of now is made first); a preview says what would change',
  params: z.object({ id: z.string().check(like(/^[\w.-]{1,100}$/, '2026-03-12')) }),
  body: z.object({ preview: z._default(z.boolean(), false) }),
  status: 200,
  answer: ImportAnswer,
  errors: ['BACKUP_DAMAGED', 'DISK_FULL'],
});

export const THEMES = ['system', 'light', 'dark', 'high-contrast'] as const;

/** What the person chose; the same for all windows and workspaces of this data folder. */
export const Settings = z
  .object({
    theme: z.enum(THEMES),
    language: z.enum(['system', 'en', 'de']),
    density: z.enum(['compact', 'standard', 'comfortable']),
    /** Whether a task with a due time and no reminder of its own reminds at that time. */
    reminders: z.boolean(),
    /** When nothing is told outside of the window: it stays in the inbox. */
    quiet: z.nullable(QuietHours),
    /** Whether the single-letter keys are on. */
    letterKeys: z.boolean(),
    /**
     * Keys that the person chose, by what they do; a name that a window does not know is kept. An empty list is no key. The
     * rest have the window's own.
     */
    keys: z
      .record(
        z.string().check(z.maxLength(40)),
        z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.maxLength(9)),
      )
      .check(
        z.refine((keys) => Object.keys(keys).length <= 200, { error: 'At most 200 keys can be chosen.' }),
      ),
    /** Whether the first-run screen has been passed. */
    welcomed: z.boolean(),
    /** The workspace that was looked at last: a window without an address of its own shows it. */
    workspace: z.string().check(z.maxLength(64)),
  })
  .register(z.globalRegistry, { id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

/**
 * Where secrets lie: the system's keystore, a file that only this account reads, or only in memory until the app is closed,
 * where the system has no keystore that deserves the name.
 */
export const SECRET_PLACES = ['keystore', 'file', 'memory'] as const;

const SettingsAnswer = z.object({
  ...Settings.shape,
  dataFolder: z.string(),
  version: z.string(),
  secrets: z.enum(SECRET_PLACES),
});

export const getSettings = defineRoute({
  id: 'getSettings',
  method: 'GET',
  base: 'app',
  path: '/settings',
  access: 'anyone',
  summary: 'The settings, and where the data is',
  status: 200,
  answer: SettingsAnswer,
  errors: [],
});

export const updateSettings = defineRoute({
  id: 'updateSettings',
  method: 'PATCH',
  base: 'app',
  path: '/settings',
  access: 'anyone',
  summary: 'Change settings; what is absent stays',
  body: z.partial(Settings),
  status: 200,
  answer: SettingsAnswer,
  errors: ['DISK_FULL'],
});
