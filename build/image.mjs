import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ROOT, Stop, script } from './tools.mjs';

/** What a server is made of: bundles that need no node_modules, the window's files, and its version. */
const PARTS = ['dist/server', 'dist/renderer', 'package.json', 'LICENSE'];

/** Asks the server in the same container: with it alone, `node healthy.mjs` is the image's health check. */
const HEALTHY = `const { PORT = '3000', TLS_CERT_FILE } = process.env;
if (TLS_CERT_FILE) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const answer = await fetch(\`\${TLS_CERT_FILE ? 'https' : 'http'}://127.0.0.1:\${PORT}/readyz\`).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
`;

/**
 * `node build/image.mjs dependencies`, then `node build/image.mjs assemble FOLDER`: the steps of the Dockerfile, which can
 * be run without Docker.
 */
await script(async () => {
  const [step, folder] = process.argv.slice(2);
  if (step === 'dependencies') {
    await ensureDependencies();
    return 0;
  }
  if (step !== 'assemble' || !folder)
    throw new Stop('Usage: node build/image.mjs dependencies | assemble FOLDER');
  await ensureDependencies();
  await ensureBundle();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS)
    cpSync(path.join(ROOT, part), path.join(folder, part), {
      recursive: true,
      // The window's maps and the desktop's entry are of no use to a team's server.
      filter: (file) =>
        !/dist\/renderer\/.*\.map$|dist\/server\/desktop\.js/.test(file.replaceAll('\\', '/')),
    });
  writeFileSync(path.join(folder, 'healthy.mjs'), HEALTHY);
  return 0;
});
