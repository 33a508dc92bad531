import type { DoctorAnswer } from '../../contract/joining.ts';
import type { Probed, ProbedTeam } from '../../ports/probe.ts';
import { Examination, type Found, type Watcher } from './stage.ts';

/** A team's three databases, by their addresses: secrets, all of them. */
export interface DatabaseUrls {
  readonly databaseUrl: string;
  readonly mongodbUrl: string;
  readonly redisUrl: string;
}

const EACH_MS = 3_000;

const KINDS: Readonly<Record<keyof DatabaseUrls, readonly [product: string, address: RegExp]>> = {
  // Also by a socket of this machine: postgres:///taskflow?host=/var/run/postgresql.
  databaseUrl: ['PostgreSQL', /^postgres(ql)?:\/\/([^/?#]+|\/[^/?#]+\?(.*&)?host=)/],
  mongodbUrl: ['MongoDB', /^mongodb(\+srv)?:\/\/[^/?#]+/],
  redisUrl: ['Redis', /^rediss?:\/\/[^/?#]+/],
};

const found = ({ code, warning, facts }: Probed): Found<true> => ({
  code,
  facts,
  value: true,
  ...(warning ? { warning } : {}),
});

/**
 * Looks at a team's three databases, all at once: each is told of, whatever became of the others. The drivers are loaded
 * when they are first needed, not at each start of the app.
 */
export async function examineDatabases(
  urls: DatabaseUrls,
  watcher: Watcher | null = null,
): Promise<{ readonly examination: Examination; readonly team: ProbedTeam | null }> {
  const { probeMongodb, probePostgres, probeRedis } = await import('../../team/probe.ts');
  const examination = new Examination({}, watcher);
  let team: ProbedTeam | null = null;
  const checked =
    (name: keyof DatabaseUrls, probe: (url: string, ms: number) => Promise<Probed>) =>
    async (): Promise<Found<true>> => {
      const [product, address] = KINDS[name];
      return address.test(urls[name])
        ? found(await probe(urls[name], examination.left(EACH_MS)))
        : { code: 'DATABASE_ADDRESS', facts: { product } };
    };
  await examination.together({
    postgres: checked('databaseUrl', async (url, ms) => {
      const { probed, team: there } = await probePostgres(url, ms);
      team = there;
      return probed;
    }),
    mongodb: checked('mongodbUrl', probeMongodb),
    redis: checked('redisUrl', probeRedis),
  });
  return { examination, team };
}

/** Looks at PostgreSQL by a second address, past a pooler. It has to lead to the same team. */
export async function examineDirectly(
  url: string,
  team: ProbedTeam | null,
): Promise<{ readonly examination: Examination; readonly isSame: boolean }> {
  const { probePostgres } = await import('../../team/probe.ts');
  const examination = new Examination({});
  let there: ProbedTeam | null = null;
  await examination.run('postgres', async () => {
    const { probed, team: seen } = await probePostgres(url, EACH_MS);
    there = seen;
    return found(probed);
  });
  const id = (there as ProbedTeam | null)?.instanceId;
  return { examination, isSame: !examination.ok || id === team?.instanceId };
}

/** As the contract has it; a database without a team in it is one whose first account is its administrator. */
export const answerOfDatabases = (
  { examination, team }: { readonly examination: Examination; readonly team: ProbedTeam | null },
  version: string,
): DoctorAnswer => ({
  ok: examination.ok,
  stages: examination.stages,
  ...(examination.ok && {
    team: {
      instanceId: team?.instanceId ?? '',
      version,
      registration: team?.registration ?? 'invite',
      empty: team?.empty ?? true,
    },
  }),
});
