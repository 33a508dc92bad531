import { X509Certificate } from 'node:crypto';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ApiError } from '../../contract/client.ts';
import { runDoctor, signInAgain } from '../../contract/joining.ts';
import { createTask, listTasks } from '../../contract/tasks.ts';
import { makeCertificate, type Pair } from '../doctor/certificates.ts';
import { AppServer, QUICK } from './app-server.ts';
import { PASSWORD, startTeamServer, type Person, type TeamServer } from './team-server.ts';

/** It is tried, and tried again, and nothing is said to it. */
async function isRefused(): Promise<void> {
  await vi.waitFor(() => expect(front.tries).toBeGreaterThan(1), { timeout: 5_000 });
  expect(front.bytes).toBe(0);
}

/** TLS in front of a team's server, whose certificate can be changed. */
class Front {
  readonly #sockets = new Set<Socket>();
  /** Since the certificate was changed: who has come, and what was then said. */
  tries = 0;
  bytes = 0;

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async of(target: string, pair: Pair): Promise<Front> {
    const port = Number(new URL(target).port);
    const server = createServer({ ...pair, ALPNProtocols: ['http/1.1'] });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const front = new Front(server, `https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('tlsClientError', () => undefined);
    server.on('connection', () => void front.tries++);
    server.on('secureConnection', (socket) => {
      socket.on('data', (said: Buffer) => void (front.bytes += said.length));
      const onward = connect(port, '127.0.0.1');
      for (const one of [socket, onward]) {
        front.#sockets.add(one);
        one.on('error', () => undefined);
      }
      socket.pipe(onward).pipe(socket);
      socket.once('close', () => onward.destroy());
    });
    return front;
  }

  /** Shows another certificate from now on; who is connected has to connect again. */
  show(pair: Pair): void {
    this.server.setSecureContext(pair);
    for (const socket of this.#sockets) socket.destroy();
    this.tries = 0;
    this.bytes = 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let team: TeamServer;
let ada: Person;
let front: Front;
let app: AppServer;
beforeAll(async () => {
  team = await startTeamServer();
  ada = await team.admin();
});
afterAll(() => team.close());
afterEach(async () => {
  await app.server.remove();
  await front.close();
});

const sha256Of = ({ cert }: Pair): string => new X509Certificate(cert).fingerprint256;

test('a certificate of one’s own: shown, trusted, kept to; another one is not, until it is trusted too', async () => {
  const [first, second] = await Promise.all([makeCertificate(), makeCertificate()]);
  front = await Front.of(team.origin, first);
  app = await AppServer.start({ intervals: { ...QUICK, poll: 60_000, quiet: 60_000 } });
  const refused = (await app.join(front.origin, ada.email).catch((e: ApiError) => e)) as ApiError;
  expect(refused.details).toMatchObject({
    stages: expect.arrayContaining([
      expect.objectContaining({
        code: 'TLS_SELF_SIGNED',
        certificate: expect.objectContaining({ sha256: sha256Of(first) }),
      }),
    ]),
  });

  const { id, trust } = await app.join(front.origin, ada.email, { trust: sha256Of(first) });
  expect(trust).toBe(sha256Of(first));
  await app.until(id, 'synced');
  // By the socket: nothing else would bring it within the minute.
  const made = await ada.request('POST', '/tasks', { title: 'By the socket' });
  await vi.waitFor(
    async () => {
      const { items } = await app.of(id)(listTasks, {});
      expect(items.map((task) => task.id)).toContain(made.json['id']);
    },
    { timeout: 15_000 },
  );

  front.show(second);
  await app.of(id)(createTask, { body: { title: 'Not to be sent yet' } });
  await app.until(id, 'offline', 1);
  await expect.poll(async () => (await app.item(id))?.status.untrusted).toBe(true);
  await isRefused();
  const doctor = await app.app(runDoctor, { body: { workspace: id } });
  expect(doctor.stages.at(-1)).toMatchObject({
    code: 'TLS_CHANGED',
    certificate: { sha256: sha256Of(second) },
  });

  const body = { password: PASSWORD, trust: sha256Of(second) };
  expect((await app.app(signInAgain, { params: { id }, body })).trust).toBe(sha256Of(second));
  expect((await app.until(id, 'synced')).status).not.toHaveProperty('untrusted');
  // The old one is not trusted any more, after a restart either.
  app = await app.restarted();
  await app.until(id, 'synced');
  front.show(first);
  await app.of(id)(createTask, { body: { title: 'Waits again' } });
  await app.until(id, 'offline', 1);
  await isRefused();
});

test('a certificate of a known authority needs no trust of its own', async () => {
  const root = await makeCertificate({ name: 'Root of the tests', isAuthority: true });
  front = await Front.of(team.origin, await makeCertificate({ by: root }));
  app = await AppServer.start({ roots: [root.cert] });
  const { id } = await app.join(front.origin, ada.email);
  await app.until(id, 'synced');
  front.show(await makeCertificate({ by: root }));
  await app.of(id)(createTask, { body: { title: 'Renewed' } });
  await app.until(id, 'synced');
});
