import { pullChanges, pushMutations } from '../../contract/sync.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { PullService } from './pull.service.ts';
import type { PushService } from './push.service.ts';

export const syncRoutes = (pulls: PullService, pushes: PushService): Bound[] => [
  bind(pullChanges, ({ actor, query }) => pulls.pull(actor, query)),
  bind(pushMutations, ({ actor, body, metadata }) => pushes.push(actor, body, metadata)),
];
