import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Running tools of node_modules without npx, which costs half a second each time. */

// Not import.meta.dirname: a Node too old to know it must come as far as the sentence that says so.
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} text one line for the person in front of the terminal */
export const say = (text) => console.log(text);

/**
 * The script behind a package's command.
 *
 * @param {string} packageName
 * @param {string} [command] when it is called otherwise than the package
 */
export function tool(packageName, command = packageName) {
  const folder = path.join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin[command];
  if (!file) throw new Error(`${packageName} has no command ${command}`);
  return path.join(folder, file);
}

/**
 * Runs a program to its end. Output is collected and, unless `quiet`, shown as well. Ends it after `timeoutMs`.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, code: number, output: string }>} code 127 when it could not be started
 */
export function run(program, args, { quiet = false, env = process.env, timeoutMs, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    /** @param {NodeJS.WriteStream} to */
    const collect = (to) => (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString('utf8')).slice(-1_000_000);
      if (!quiet) to.write(chunk);
    };
    child.stdout.on('data', collect(process.stdout));
    child.stderr.on('data', collect(process.stderr));
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, code: 127, output: `${output}${error.message}\n` });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, code: code ?? 1, output });
    });
  });
}

/**
 * Runs a tool of node_modules under this Node.
 *
 * @param {string} script from `tool()`
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runNode = (script, args, options) => run(process.execPath, [script, ...args], options);

/** An end that a person can act on: one sentence, no stack. */
export class Stop extends Error {}

/**
 * Runs a script's main function; a Stop is shown as its sentence, anything else with its stack.
 *
 * @param {() => Promise<number>} main answers the exit code
 */
export async function script(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  }
}
