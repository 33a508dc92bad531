import type * as z from 'zod/mini';
import type { WorkspaceItem } from '../contract/app.ts';
import type { Finding } from '../contract/findings.ts';
import type { DoctorAnswer, runDoctor } from '../contract/joining.ts';
import { because } from '../errors.ts';
import type { DatabaseUrls } from './doctor/by-databases.ts';
import type { Doctor } from './doctor/doctor.ts';
import { stageResult, type Watcher } from './doctor/stage.ts';
import type { SecretStore } from './replica/secret-store.ts';
import { databasesKey } from './team/team-opener.ts';
import type { Workspaces } from './workspaces.ts';

/** What the last exchange says of the sign-in. */
const SIGN_IN: Partial<Readonly<Record<WorkspaceItem['status']['state'], Finding>>> = {
  sign_in: 'CREDENTIALS_WRONG',
  disabled: 'ACCOUNT_DISABLED',
};

/** So many examinations at once: each holds connections to where somebody typed. */
const AT_ONCE = 4;

/** The doctor at work: for an address that somebody types, or for a workspace that was joined. */
export class Examinations {
  #running = 0;

  constructor(
    private readonly workspaces: Workspaces,
    private readonly doctor: Doctor,
    private readonly secrets: SecretStore,
  ) {}

  /** Throws NOT_FOUND where there is no such workspace, BUSY. */
  async run(asked: z.output<typeof runDoctor.body>, watcher: Watcher | null = null): Promise<DoctorAnswer> {
    if (this.#running >= AT_ONCE) throw because('BUSY', { code: 'DOCTOR_AT_WORK' });
    this.#running++;
    try {
      if ('workspace' in asked) return await this.#joined(asked.workspace, watcher);
      return 'url' in asked
        ? (await this.doctor.look(asked, undefined, watcher)).answer
        : await this.doctor.databases(asked, watcher);
    } finally {
      this.#running--;
    }
  }

  async #joined(id: string, watcher: Watcher | null): Promise<DoctorAnswer> {
    const { entry, status } = this.workspaces.team(id);
    const answer =
      entry.kind === 'team'
        ? (
            await this.doctor.look(
              { url: entry.url ?? '', trust: entry.trust, allowHttp: entry.http },
              entry.url,
              watcher,
            )
          ).answer
        : await this.doctor.databases(await this.#databasesOf(id), watcher);
    const code = SIGN_IN[status.state];
    if (!code || !answer.ok) return answer;
    const stage = stageResult('sign_in', code, {});
    watcher?.tell(stage);
    return { ...answer, ok: false, stages: [...answer.stages, stage] };
  }

  async #databasesOf(id: string): Promise<DatabaseUrls> {
    const kept = await this.secrets.get(databasesKey(id));
    return kept === null
      ? { databaseUrl: '', mongodbUrl: '', redisUrl: '' }
      : (JSON.parse(kept) as DatabaseUrls);
  }
}
