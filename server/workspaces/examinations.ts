import type * as z from 'zod/mini';
import type { WorkspaceItem } from '../contract/app.ts';
import type { DoctorAnswer, Finding, StageResult, runDoctor } from '../contract/joining.ts';
import type { DatabaseUrls } from './doctor/by-databases.ts';
import type { Doctor } from './doctor/doctor.ts';
import { wordsOf } from './doctor/findings.ts';
import type { SecretStore } from './replica/secret-store.ts';
import { databasesKey } from './team/team-opener.ts';
import type { Workspaces } from './workspaces.ts';

/** What the last exchange says of the sign-in. */
const SIGN_IN: Partial<Readonly<Record<WorkspaceItem['status']['state'], Finding>>> = {
  sign_in: 'CREDENTIALS_WRONG',
  disabled: 'ACCOUNT_DISABLED',
};

/** The doctor at work: for an address that somebody types, or for a workspace that was joined. */
export class Examinations {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly doctor: Doctor,
    private readonly secrets: SecretStore,
  ) {}

  /** Throws NOT_FOUND where there is no such workspace. */
  async run(asked: z.output<typeof runDoctor.body>): Promise<DoctorAnswer> {
    if ('workspace' in asked) return this.#joined(asked.workspace);
    return 'url' in asked ? (await this.doctor.look(asked)).answer : this.doctor.databases(asked);
  }

  async #joined(id: string): Promise<DoctorAnswer> {
    const { entry, status } = this.workspaces.team(id);
    const answer =
      entry.kind === 'team'
        ? (
            await this.doctor.look(
              { url: entry.url ?? '', trust: entry.trust, allowHttp: entry.http },
              entry.url,
            )
          ).answer
        : await this.doctor.databases(await this.#databasesOf(id));
    const code = SIGN_IN[status.state];
    if (!code || !answer.ok) return answer;
    return { ...answer, ok: false, stages: [...answer.stages, signInStage(code)] };
  }

  async #databasesOf(id: string): Promise<DatabaseUrls> {
    const kept = await this.secrets.get(databasesKey(id));
    return kept === null
      ? { databaseUrl: '', mongodbUrl: '', redisUrl: '' }
      : (JSON.parse(kept) as DatabaseUrls);
  }
}

/** The doctor's last stage: what the team said to the person. */
export const signInStage = (code: Finding): StageResult => ({
  stage: 'sign_in',
  ok: false,
  code,
  ...wordsOf(code, {}),
  ms: 0,
});
