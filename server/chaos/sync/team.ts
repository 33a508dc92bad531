import type { Person, TeamServer } from '../../test/team/serve-team.ts';
import { TeamTruth } from './truth.ts';

/** A team with a server, and somebody who may invite. */
export interface SyncTeam {
  readonly server: TeamServer;
  readonly owner: Person;
  readonly truth: TeamTruth;
}

/** Makes the owner of a team that has nobody yet. Closed by `truth.close` and whoever started the server. */
export async function syncTeamOf(server: TeamServer): Promise<SyncTeam> {
  return { server, owner: await server.admin(), truth: await TeamTruth.open(server.databaseUrl) };
}

/** So many new members, signed in. */
export async function join({ server, owner }: SyncTeam, count: number): Promise<Person[]> {
  const members: Person[] = [];
  for (let n = 0; n < count; n++)
    members.push(await server.member(`${crypto.randomUUID()}@example.org`, owner));
  return members;
}

/** The port of a server's origin. */
export const portOf = (origin: string): number => Number(new URL(origin).port);

/** Whether it holds within so many milliseconds. */
export async function within(ms: number, held: Promise<unknown>): Promise<boolean> {
  let late: NodeJS.Timeout | undefined;
  const silence = new Promise<boolean>((resolve) => (late = setTimeout(() => resolve(false), ms)));
  try {
    return await Promise.race([held.then(() => true), silence]);
  } finally {
    clearTimeout(late);
  }
}

/** Says what is wrong; answers how much it is. */
export function told(what: string, wrong: readonly string[]): number {
  for (const one of wrong) process.stderr.write(`${what}: ${one.slice(0, 2_000)}\n`);
  return wrong.length;
}
