export { EMPTY_TASK, changesOfNew, normaliseDue } from './task.ts';
export { maySee } from './task.policy.ts';
export { TaskPresenter } from './task.presenter.ts';
export { BulkService } from './task.bulk.ts';
export { TaskReader } from './task.reader.ts';
export { TaskService } from './task.service.ts';
export { taskRoutes } from './task.routes.ts';
export { instantOfWallClock, wallClockOf } from './zone.ts';
export type { TaskStore, TaskWrite } from './task.store.ts';
