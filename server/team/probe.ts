export { probeMongodb } from '../adapters/team/probes/mongodb.ts';
export { probePostgres } from '../adapters/team/probes/postgres.ts';
export { probeRedis } from '../adapters/team/probes/redis.ts';
