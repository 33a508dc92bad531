export { peopleOf } from './user.presenter.ts';
export { UserService, refuseAssignee } from './user.service.ts';
export { userRoutes } from './user.routes.ts';
export type { UserStore } from './user.store.ts';
