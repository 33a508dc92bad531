import { installDebian, isDebianRoot, onPath } from './programs.mjs';
import { Stop } from './tools.mjs';

/**
 * redis-server for tests and for a team to try: REDIS_SERVER, or one on the PATH; else installed where that is possible.
 * PostgreSQL comes with the dependencies, MongoDB or its stand-in is found by build/test-services/mongo.ts.
 *
 * @param {string} why
 * @returns {Promise<string>} its path
 */
export async function ensureRedis(why) {
  const found = process.env['REDIS_SERVER'] ?? onPath('redis-server');
  if (found) return found;
  if (isDebianRoot()) await installDebian('redis-server', why);
  const installed = onPath('redis-server');
  if (installed) return installed;
  throw new Stop(
    'Redis is needed and could not be installed here. Type: ' +
      (onPath('apt-get') ? 'sudo apt-get install redis-server' : 'brew install redis') +
      ', or set REDIS_SERVER to a redis-server of yours.',
  );
}

/** PgBouncer for the tests that stand behind it; null where it cannot be had without asking anybody. */
export async function ensurePgBouncer() {
  if (!onPath('pgbouncer') && isDebianRoot()) await installDebian('pgbouncer', 'for the tests');
  return onPath('pgbouncer');
}
