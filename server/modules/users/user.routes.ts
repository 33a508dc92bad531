import { getProfile, listUsers, updateProfile } from '../../contract/users.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { UserService } from './user.service.ts';

export const userRoutes = (users: UserService): Bound[] => [
  bind(getProfile, ({ actor }) => users.profile(actor)),
  bind(updateProfile, ({ actor, body, metadata }) => users.updateProfile(actor, body, metadata)),
  bind(listUsers, ({ query }) => users.list(query)),
];
