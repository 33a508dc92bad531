import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, say, script, tool } from './tools.mjs';

const WINDOW = 'http://127.0.0.1:5173';

/**
 * `npm run dev`: the server from its sources, restarted when they change, and the window from Vite in front of it,
 * on a data folder of the checkout's own. The link that is printed goes through Vite.
 */
await script(async () => {
  await ensureDependencies();
  const data = path.join(ROOT, '.cache', 'dev-data');
  const port = process.env['TASKFLOW_DEV_PORT'] ?? '5174';
  const server = spawn(
    process.execPath,
    [
      tool('tsx'),
      'watch',
      '--clear-screen=false',
      'server/desktop.ts',
      '--data',
      data,
      '--port',
      port,
      '--no-open',
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TASKFLOW_DEV_ORIGIN: WINDOW } },
  );
  const vite = spawn(
    process.execPath,
    [tool('vite'), '--host', '127.0.0.1', '--port', '5173', '--strictPort'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, TASKFLOW_DEV_SERVER: `http://127.0.0.1:${port}` },
    },
  );
  createInterface({ input: server.stdout }).on('line', (line) => {
    say(line.replace(/(TaskFlow is ready: )https?:\/\/[^/]+/, `$1${WINDOW}`));
  });
  const end = () => {
    server.kill();
    vite.kill();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  return new Promise((resolve) => {
    for (const child of [server, vite])
      child.once('close', (code) => {
        end();
        resolve(code ?? 0);
      });
  });
});
