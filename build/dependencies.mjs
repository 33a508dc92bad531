import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, Stop, run, say } from './tools.mjs';

const LOCK = path.join(ROOT, 'package-lock.json');
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json');
const STAMP = path.join(ROOT, 'node_modules', '.taskflow-lock');

const lockHash = () => createHash('sha256').update(readFileSync(LOCK)).digest('hex');

/**
 * Whether node_modules is there and made from this lockfile. The time decides first; where it speaks against
 * (a checkout touches files that it does not change), the content does.
 *
 * @returns {'missing' | 'older' | 'fresh'}
 */
function installed() {
  if (!existsSync(INSTALLED)) return 'missing';
  if (statSync(LOCK).mtimeMs <= statSync(INSTALLED).mtimeMs) return 'fresh';
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash() ? 'fresh' : 'older';
}

/** Makes node_modules what package-lock.json says; silent when it is already. */
export async function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(
      `TaskFlow needs Node.js 20.19 or newer; this is ${process.versions.node}. Get it from nodejs.org.`,
    );
  const state = installed();
  if (state === 'fresh') return;
  say(state === 'missing' ? 'Installing dependencies (once, about a minute) …' : 'Updating dependencies …');
  // Everything is a devDependency, because it is bundled: somebody's NODE_ENV=production would leave it all out.
  // Not `npm ci`: it refuses a lockfile that lacks other platforms' optional binaries, which some registries do not carry.
  const args = ['install', '--include=dev', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const viaNode = npm !== undefined && /\.c?js$/.test(npm);
  const { ok, output } = viaNode
    ? await run(process.execPath, [npm, ...args], { quiet: true })
    : await run('npm', args, { quiet: true, shell: process.platform === 'win32' });
  if (!ok)
    throw new Stop(
      `${output.trim()}\n\nThe dependencies could not be installed. With a network connection, try: npm install`,
    );
  writeFileSync(STAMP, lockHash());
}
