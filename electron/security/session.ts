import type { SessionPort } from '../electron.ts';
import { withLaunchKey } from './launch-key.ts';
import { mayUse } from './permissions.ts';

/** Puts the decisions of this folder on a session: the launch key on our own requests, permissions denied but ours. */
export function secureSession(session: SessionPort, origin: () => string | null, launchKey: string): void {
  session.webRequest.onBeforeSendHeaders(({ url, requestHeaders }, answer) => {
    answer({ requestHeaders: withLaunchKey(url, requestHeaders, origin(), launchKey) });
  });
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(mayUse(permission, requestingUrl, origin()));
  });
  session.setPermissionCheckHandler((_contents, permission, requesting) =>
    mayUse(permission, requesting, origin()),
  );
}
