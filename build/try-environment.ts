/** What a shell may say about a real team: its databases, its doors and its rules. */
const OF_A_REAL_TEAM =
  /^(DATABASE_|MONGODB_URL$|REDIS_URL$|PREPARED$|HOST$|TLS_|TRUST_PROXY$|CORS_ORIGINS$|REGISTRATION$|JWT_|RATE_LIMIT_|EVENT_|METRICS_)/;

/**
 * An environment without what it says about a real team: a team to try touches none, also where somebody runs it in the shell
 * from which they look after theirs. Where it listens and what people are told (PORT, PUBLIC_URL, LOG_LEVEL) stays.
 */
export const withoutRealTeam = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OF_A_REAL_TEAM.test(name)));
