import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { endsWithThis } from './last-will.mjs';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** Debian's redis-server (or REDIS_SERVER), without persistence. `port`: to come back where it was; `password`: what it asks for. */
export async function startRedis({
  port,
  password,
}: { port?: number; password?: string } = {}): Promise<TestRedis> {
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-redis-'));
  const at = port ?? (await freePort());
  const child = spawn(
    process.env['REDIS_SERVER'] ?? 'redis-server',
    [
      '--port',
      String(at),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      ...(password ? ['--requirepass', password] : []),
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  endsWithThis(child, { folder });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${at}`,
    port: at,
    child,
    stop: async () => {
      // One that is paused (SIGSTOP) hears nothing else.
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
