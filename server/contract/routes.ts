import * as app from './app.ts';
import * as auth from './auth.ts';
import * as events from './events.ts';
import * as joining from './joining.ts';
import * as queue from './queue.ts';
import type { Route } from './route.ts';
import * as server from './server.ts';
import * as state from './state.ts';
import * as sync from './sync.ts';
import * as tasks from './tasks.ts';
import * as transfer from './transfer.ts';
import * as users from './users.ts';

/** Every route there is, in the order of the documentation. What is not in this list does not exist. */
export const ROUTES: readonly Route[] = [
  server.getServer,
  server.livez,
  server.readyz,
  auth.register,
  auth.login,
  auth.refresh,
  auth.logout,
  users.getProfile,
  users.updateProfile,
  auth.changePassword,
  auth.resetPassword,
  auth.listSessions,
  auth.endSession,
  users.listUsers,
  auth.updateUser,
  auth.inviteUser,
  auth.listInvites,
  auth.revokeInvite,
  auth.resetUser,
  tasks.listTasks,
  tasks.createTask,
  tasks.taskStats,
  tasks.bulkTasks,
  tasks.getTask,
  tasks.updateTask,
  tasks.deleteTask,
  tasks.assignTask,
  tasks.restoreTask,
  tasks.purgeTask,
  events.taskHistory,
  events.listEvents,
  events.newestOfOthers,
  events.listNotifications,
  events.readNotifications,
  transfer.exportTasks,
  transfer.importTasks,
  state.getState,
  state.putState,
  state.deleteState,
  sync.pullChanges,
  sync.pushMutations,
  app.listWorkspaces,
  app.renameWorkspace,
  app.dismissNotice,
  joining.runDoctor,
  joining.addWorkspace,
  joining.lookAtLoss,
  joining.removeWorkspace,
  joining.signInAgain,
  joining.reconnect,
  queue.listQueue,
  queue.retryQueued,
  queue.discardQueued,
  queue.listConflicts,
  queue.resolveConflict,
  app.launch,
  app.freshLink,
  app.listBackups,
  app.makeBackup,
  app.restoreBackup,
  app.getSettings,
  app.updateSettings,
];

/** What the bundled server has for a personal workspace, and its own. */
export const BUNDLED_ROUTES: readonly Route[] = ROUTES.filter((route) => route.serves !== 'team');

/** What a team's workspace in the app has besides: it passes them on. */
export const RELAYED_ROUTES: readonly Route[] = ROUTES.filter(
  (route) => route.relayed && route.serves === 'team',
);

/** What a team's server has. */
export const TEAM_ROUTES: readonly Route[] = ROUTES.filter((route) => route.base !== 'app');
