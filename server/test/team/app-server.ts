import { io, type Socket } from 'socket.io-client';
import type { WorkspaceItem } from '../../contract/app.ts';
import { createClient, type Call } from '../../contract/client.ts';
import { addWorkspace } from '../../contract/joining.ts';
import { listQueue } from '../../contract/queue.ts';
import { listWorkspaces } from '../../contract/app.ts';
import { LAUNCH_HEADER } from '../../http/guard.ts';
import type { Intervals } from '../../workspaces/replica/intervals.ts';
import { TestServer, type TestServerOptions } from '../test-server.ts';
import { PASSWORD } from './serve-team.ts';

/** Short ones, so that no test waits for a clock. */
export const QUICK: Intervals = {
  limited: 1_000,
  pending: [5, 10, 20],
  poll: 200,
  quiet: 1_000,
  retry: [30, 60],
};

/** The app's server of one person, and what it says of its workspaces. */
export class AppServer {
  private constructor(readonly server: TestServer) {}

  static async start(options: TestServerOptions = {}): Promise<AppServer> {
    return new AppServer(await TestServer.start({ intervals: QUICK, ...options }));
  }

  get app(): Call {
    return this.server.call;
  }

  /** The API of one workspace. */
  of(id: string): Call {
    const { origin, launchKey } = this.server;
    return createClient({
      origin,
      api: `${origin}/w/${id}/api/v1`,
      headers: () => ({ [LAUNCH_HEADER]: launchKey }),
    });
  }

  join(url: string, email: string, given: Record<string, unknown> = {}): Promise<WorkspaceItem> {
    return this.app(addWorkspace, { body: { kind: 'team', url, email, password: PASSWORD, ...given } });
  }

  async item(id: string): Promise<WorkspaceItem | undefined> {
    return (await this.app(listWorkspaces, {})).items.find((one) => one.id === id);
  }

  /** Waits until the workspace is doing so; told by its socket, and looked at in between. */
  async until(id: string, state: WorkspaceItem['status']['state'], waiting = 0): Promise<WorkspaceItem> {
    for (let tries = 0; tries < 400; tries++) {
      const item = await this.item(id);
      if (item?.status.state === state && item.status.waiting === waiting) return item;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never ${state}: ${JSON.stringify(await this.item(id))}`);
  }

  queue(id: string) {
    return this.app(listQueue, { params: { id } });
  }

  socket(id: string): Socket {
    const { origin, launchKey } = this.server;
    return io(`${origin}/w/${id}/tasks`, {
      transports: ['websocket'],
      auth: { token: launchKey },
      extraHeaders: { origin },
      forceNew: true,
    });
  }

  /** Closes, and starts again on the same folder. */
  async restarted(): Promise<AppServer> {
    await this.server.close();
    return AppServer.start({ folder: this.server.folder });
  }
}
