/** Where a team's databases are. */
export type DatabaseUrls = Readonly<Record<'databaseUrl' | 'mongodbUrl' | 'redisUrl', string>>;

export const EMPTY_URLS: DatabaseUrls = { databaseUrl: '', mongodbUrl: '', redisUrl: '' };

/** All three, as they are sent; null while one is missing. */
export function wholeUrls({ databaseUrl, mongodbUrl, redisUrl }: DatabaseUrls): DatabaseUrls | null {
  const urls = { databaseUrl: databaseUrl.trim(), mongodbUrl: mongodbUrl.trim(), redisUrl: redisUrl.trim() };
  return Object.values(urls).every(Boolean) ? urls : null;
}
