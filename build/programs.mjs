import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run, say } from './tools.mjs';

/** @param {string} name a program on the PATH, or null */
export function onPath(name) {
  // Debian keeps some servers where an ordinary account does not look.
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin']) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here
    }
  }
  return null;
}

/** Whether packages can be installed without asking anybody: Debian (or a child of it), as root. */
export function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return false;
  return /^ID(_LIKE)?=.*debian/m.test(
    existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  );
}

let updated = false;

/** @param {string} name of a Debian package @param {string} why */
export async function installDebian(name, why) {
  say(`Installing ${name} ${why} (apt-get install ${name}) …`);
  // Under runlevel 1 a server is not started by its package: tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  if (!updated) await run('apt-get', ['update', '-q'], { quiet: true, env, timeoutMs: 180_000 });
  updated = true;
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], {
    quiet: true,
    env,
    timeoutMs: 300_000,
  });
}
