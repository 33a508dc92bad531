import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the window may load before anything lazy, gzipped (quality.md). */
export const START_KILOBYTES = 270;

/** The files that index.html loads before anything lazy, below dist/renderer: scripts, their static imports, styles. */
function startFiles(window: string): readonly string[] {
  const html = readFileSync(path.join(window, 'index.html'), 'utf8');
  const links = html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g);
  const files = new Set([...links].map((match) => match[1] ?? ''));
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    const statics = readFileSync(path.join(window, file), 'utf8').matchAll(
      /(?:from|import)\s*"(\.\/[^"]+\.js)"/g,
    );
    for (const match of statics) files.add(path.posix.join(path.posix.dirname(file), match[1] ?? ''));
  }
  return [...files];
}

/** How many kilobytes those are, gzipped. */
export function startKilobytes(dist: string): number {
  const window = path.join(dist, 'renderer');
  const bytes = startFiles(window).map(
    (file) => gzipSync(readFileSync(path.join(window, file)), { level: 9 }).length,
  );
  return bytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** The sources that they were made of, from their maps. */
export function startSources(dist: string): readonly string[] {
  const window = path.join(dist, 'renderer');
  const maps = startFiles(window)
    .map((file) => path.join(window, `${file}.map`))
    .filter((map) => existsSync(map));
  return maps.flatMap((map) => (JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] }).sources);
}
