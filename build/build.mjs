import { bundle } from './bundle.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { say, script } from './tools.mjs';

/** `npm run build`: window, server, main and preload into dist/, whatever is there already. */
await script(async () => {
  await ensureDependencies();
  await bundle();
  say('Built into dist/.');
  return 0;
});
