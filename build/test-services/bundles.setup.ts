import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../tools.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Who asks here is told the folder of the bundles, when they are there: bundles.ts. */
    bundles: string;
  }
}

/** Processes that only tests start, beside the server's own entries. */
const CHILDREN = {
  writer: 'server/chaos/writer.child.ts',
  relay: 'server/adapters/team/relay.child.ts',
  shutdown: 'server/test/shutdown.child.ts',
};

/** The server of this very tree, never an older build (4 s of a processor). */
async function build(dist: string): Promise<void> {
  const script = `
    import { createBuilder } from 'vite';
    const input = ${JSON.stringify(CHILDREN)};
    const environments = { server: { build: { sourcemap: false, rolldownOptions: { input } } } };
    const builder = await createBuilder({ configFile: 'vite.config.ts', logLevel: 'error', environments });
    await builder.build(builder.environments.server);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', TASKFLOW_DIST: dist, VITEST: '' },
  });
}

/** Bundles when the first test of a run asks for it, once for all: a run in which none does need not wait. */
export async function setup(project: TestProject): Promise<() => void> {
  const cache = path.join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const dist = mkdtempSync(path.join(cache, 'bundles-'));
  let building: Promise<void> | undefined;
  const server = createServer((_request, response) => {
    building ??= build(dist);
    building.then(
      () => response.end(dist),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('bundles', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.close();
    rmSync(dist, { recursive: true, force: true });
  };
}
