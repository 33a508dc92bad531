import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { HttpConnection, type Answer } from '../http-connection.ts';
import type { Cpu } from '../load.ts';
import { cpuOf, startNode } from '../processes.ts';
import { CONNECTIONS } from './asking.ts';

/** Bare Koa and socket.io in a process of their own, which send bodies that our server has answered with. */
export interface Bare {
  readonly port: number;
  readonly cpu: Cpu;
  readonly ask: (n: number, name: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** Of each body there is one that is compressed already, `name.gz`. */
export async function startBare(bodies: Readonly<Record<string, Buffer>>): Promise<Bare> {
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-bench-'));
  for (const [name, body] of Object.entries(bodies)) {
    writeFileSync(path.join(folder, name), body);
    writeFileSync(path.join(folder, `${name}.gz`), gzipSync(body));
  }
  const child = path.join(import.meta.dirname, 'reference.child.ts');
  const env = { ...process.env, NODE_ENV: 'production', BODIES: folder };
  const { pid, port, stop } = await startNode(['--import', 'tsx', child], env);
  const connections = Array.from({ length: CONNECTIONS }, () => new HttpConnection(port));
  return {
    port,
    cpu: cpuOf(pid),
    ask: (n, name, headers = {}) => (connections[n] as HttpConnection).ask({ path: `/${name}`, headers }),
    stop: async () => {
      for (const connection of connections) connection.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
