import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync, Visitor } from 'vite';
import { OWNERS, ROOMS } from './layers-rules.mjs';

/**
 * The third net under the architecture: reads every import of every file with a real parser and compares it with
 * layers-rules.mjs. Fails when it saw no files, since a check that looks at nothing is always green.
 */

const FOLDERS = ['server', 'electron', 'renderer', 'build'];
const SKIPPED = new Set(['node_modules', 'dist', 'release', '.cache', 'fixtures', 'public']);

/** @typedef {{ to: string, typeOnly: boolean }} Import */

/**
 * Every module that a file names: imports, re-exports, import() with a fixed name, and types by import().
 *
 * @param {string} file
 * @param {string} source
 * @returns {Import[]}
 */
export function importsOf(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  /** @type {Import[]} */
  const found = [];
  new Visitor({
    ImportDeclaration: (node) => {
      const named = node.specifiers;
      const typeOnly =
        node.importKind === 'type' ||
        (named.length > 0 && named.every((one) => 'importKind' in one && one.importKind === 'type'));
      found.push({ to: node.source.value, typeOnly });
    },
    ExportNamedDeclaration: (node) => {
      if (node.source) found.push({ to: node.source.value, typeOnly: node.exportKind === 'type' });
    },
    ExportAllDeclaration: (node) => {
      found.push({ to: node.source.value, typeOnly: node.exportKind === 'type' });
    },
    ImportExpression: (node) => {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        found.push({ to: node.source.value, typeOnly: false });
    },
    TSImportType: (node) => {
      found.push({ to: node.source.value, typeOnly: true });
    },
  }).visit(program);
  return found;
}

/** @param {string} file */
const roomOf = (file) => ROOMS.find((room) => room.files.test(file));

/**
 * What is wrong with one import, or null.
 *
 * @param {string} from
 * @param {Import} arrow
 * @returns {string | null}
 */
export function judge(from, { to, typeOnly }) {
  const here = roomOf(from);
  if (!here) return 'belongs to no room: name one in build/layers-rules.mjs';
  if (here.may === 'all') return null;
  if (!to.startsWith('.')) {
    const owner = OWNERS.find(
      (one) => one.packages.test(to) && !one.files.test(from) && !(one.types && typeOnly),
    );
    return owner ? `must not import ${to}: ${owner.instead}` : null;
  }
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(from), to));
  if (!/\.(tsx?|mjs)$/.test(target))
    return /\/[\w-]+$/.test(target) ? `imports ${to}: relative imports end in .ts or .tsx` : null;
  const there = roomOf(target);
  if (!there) return `imports ${target}, which belongs to no room`;
  if (there.name === 'shell contract' && from.startsWith('renderer/') && !typeOnly)
    return `imports ${target}: write \`import type\`, the shell’s code stays out of the window`;
  const [moduleHere, moduleThere] = [from, target].map(
    (file) => /^server\/modules\/([\w-]+)\//.exec(file)?.[1],
  );
  if (moduleHere && moduleThere && moduleHere !== moduleThere && !target.endsWith('/index.ts'))
    return `imports ${target}: another module only through its index.ts`;
  // What one store keeps may be about what another one does: its types, and nothing that runs.
  if (here.name === 'store port' && typeOnly && moduleThere) return null;
  if (there.name === here.name || here.may.includes(there.name)) return null;
  return `(${here.name}) must not import ${target} (${there.name}): ${here.instead}`;
}

/**
 * @param {string} root
 * @returns {string[]} paths from the root, with `/`
 */
function sources(root) {
  return FOLDERS.flatMap((folder) => {
    try {
      return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
        .filter((name) => /\.(tsx?|mjs)$/.test(name) && !name.endsWith('.d.ts'))
        .filter((name) => !name.split('/').some((part) => SKIPPED.has(part)));
    } catch {
      return [];
    }
  });
}

/**
 * Looks at a whole tree.
 *
 * @param {string} root
 * @returns {{ files: number, imports: number, wrong: string[] }}
 */
export function checkLayers(root) {
  const files = sources(root);
  let imports = 0;
  const wrong = files.flatMap((file) => {
    const arrows = importsOf(file, readFileSync(path.join(root, file), 'utf8'));
    imports += arrows.length;
    return arrows.flatMap((arrow) => {
      const reason = judge(file, arrow);
      return reason ? [`${file} ${reason}`] : [];
    });
  });
  if (files.length === 0) wrong.push(`No source file was found under ${root}: the check saw nothing.`);
  else if (imports === 0) wrong.push('Not one import was found: the check saw nothing.');
  return { files: files.length, imports, wrong };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { files, imports, wrong } = checkLayers(path.resolve(import.meta.dirname, '..'));
  for (const line of wrong) console.error(line);
  console.log(`Layers: ${imports} imports of ${files} files, ${wrong.length} against the rules.`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
