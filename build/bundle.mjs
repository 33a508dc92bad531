import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, Stop, runNode, say, tool } from './tools.mjs';

/** What the bundles are made of. */
const SOURCES = ['server', 'electron', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json'];
const NOT_BUNDLED = /\.test\.tsx?$|^(test|bench|chaos|suites|e2e|node_modules)$/;

/**
 * When the newest source below was changed, in ms since 1970; stops looking at the first that is newer than `than`.
 *
 * @param {string} place
 * @param {number} than
 * @returns {boolean}
 */
function changedSince(place, than) {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) return false;
  if (found.mtimeMs > than && !found.isDirectory()) return true;
  if (!found.isDirectory()) return false;
  return readdirSync(place).some(
    (name) => !NOT_BUNDLED.test(name) && changedSince(path.join(place, name), than),
  );
}

/**
 * Whether dist/ is missing or older than a source. A deleted file alone does not show; what imported it has changed too.
 *
 * @param {string} [root]
 */
export function isStale(root = ROOT) {
  const stamp = statSync(path.join(root, 'dist', '.built'), { throwIfNoEntry: false });
  if (!stamp || !existsSync(path.join(root, 'dist', 'server', 'desktop.js'))) return true;
  return SOURCES.some((name) => changedSince(path.join(root, name), stamp.mtimeMs));
}

/** Builds window, server, main and preload when they are not fresh; silent when they are. */
export async function ensureBundle() {
  if (!isStale()) return;
  say('Building TaskFlow (a few seconds) …');
  await bundle();
}

/** For so long an app that runs goes on with the files of its own build, after there is another. */
const KEPT_MS = 24 * 3_600_000;

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/**
 * What the last build has made carries the time of the next one from now on, unless that writes it anew: so its time says
 * since when nobody starts with it.
 *
 * @param {string} dist
 * @param {Date} now
 */
export function supersede(dist, now) {
  const stamp = path.join(dist, '.built');
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  for (const file of filesIn(dist)) if (statSync(file).mtimeMs > built) utimesSync(file, now, now);
  // From here to the end of the build there is none.
  rmSync(stamp, { force: true });
}

/**
 * Removes what nobody has started with for a day.
 *
 * @param {string} dist
 * @param {Date} now
 */
export function prune(dist, now) {
  for (const file of filesIn(dist))
    if (statSync(file).mtimeMs < now.getTime() - KEPT_MS) rmSync(file, { force: true });
}

/** Builds all four targets into dist/, beside what apps that run were started with: they load parts when they need them. */
export async function bundle() {
  const began = new Date();
  const dist = path.join(ROOT, 'dist');
  supersede(dist, began);
  // Whatever somebody's own environment says: with React's development build other files would need each other.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { ok, output } = await runNode(tool('vite'), ['build', '--logLevel', 'warn'], { quiet: true, env });
  if (!ok) throw new Stop(`${output.trim()}\n\nThe build failed; the lines above say where.`);
  prune(dist, began);
  // The stamp carries the time of the start, so that what was changed while it ran counts as newer.
  const stamp = path.join(dist, '.built');
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
}
