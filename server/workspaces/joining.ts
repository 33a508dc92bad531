import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type * as z from 'zod/mini';
import type { WorkspaceItem } from '../contract/app.ts';
import { logout } from '../contract/auth.ts';
import { ApiError } from '../contract/client.ts';
import type { Finding } from '../contract/findings.ts';
import type { DoctorAnswer, Loss, addWorkspace, signInAgain } from '../contract/joining.ts';
import { getServer } from '../contract/server.ts';
import { AppError, because } from '../errors.ts';
import type { AppFile } from './app-file.ts';
import { answerOfDatabases, examineDatabases, type DatabaseUrls } from './doctor/by-databases.ts';
import type { Doctor } from './doctor/doctor.ts';
import { stageResult } from './doctor/stage.ts';
import type { Joined } from './joined.ts';
import { lossOf, lossWords } from './loss.ts';
import type { SecretStore } from './replica/secret-store.ts';
import { keepSession } from './replica/session-tokens.ts';
import type { TeamAccess, Visitor } from './team/access.ts';
import { signIn, wrongPerson, type SignedIn } from './team/sign-in.ts';
import { answered, asAppError } from './team/team-line.ts';
import { databasesKey, type TeamOpener } from './team/team-opener.ts';
import type { TeamWorkspace } from './team/team-workspace.ts';
import { PERSONAL, type Workspaces } from './workspaces.ts';

type Wish = z.output<typeof addWorkspace.body>;

export interface JoiningOptions {
  readonly workspaces: Workspaces;
  readonly appFile: AppFile;
  readonly doctor: Doctor;
  readonly secrets: SecretStore;
  readonly opener: TeamOpener;
}

/** What a refused sign-in is among the doctor's findings. */
const SIGN_IN_FINDINGS: Readonly<Record<string, Finding>> = {
  BAD_CREDENTIALS: 'CREDENTIALS_WRONG',
  ACCOUNT_DISABLED: 'ACCOUNT_DISABLED',
  RATE_LIMITED: 'SIGN_IN_LIMITED',
};
const SIGN_OUT_MS = 3_000;

/** Comes and goes of teams: joined after the doctor has looked, signed in to again, left. */
export class Joining {
  /** The accounts of workspaces that come to be in this moment. */
  readonly #coming = new Map<string, Account>();

  constructor(private readonly options: JoiningOptions) {}

  /** Throws DOCTOR with what was found, ALREADY_JOINED, and what a team may answer to a new account. */
  async add(wish: Wish): Promise<WorkspaceItem> {
    const { opener, doctor } = this.options;
    const id = randomUUID();
    switch (wish.kind) {
      case 'team': {
        const { answer, http } = await doctor.look(wish);
        if (!answer.ok || !answer.url) throw unwell(answer);
        const access = opener.byUrl(answer.url, wish.trust ?? null, http);
        const facts = {
          url: answer.url,
          ...(wish.trust ? { trust: wish.trust } : {}),
          ...(http ? { http } : {}),
        };
        return this.#join(wish, { id, ...facts }, access, answer);
      }
      case 'databases': {
        const { databaseUrl, mongodbUrl, redisUrl } = wish;
        const urls = { databaseUrl, mongodbUrl, redisUrl };
        const answer = answerOfDatabases(await examineDatabases(urls), '');
        if (!answer.ok) throw unwell(answer);
        await this.options.secrets.set(databasesKey(id), JSON.stringify(urls));
        const access = opener.byDatabases(id);
        return this.#join(wish, { id }, access, answer).catch(async (error: unknown) => {
          await this.options.secrets.delete(databasesKey(id));
          throw error;
        });
      }
    }
  }

  /** With the password of the same person, and what leads to their team where that is another. What waits is sent. */
  async signInAgain(id: string, given: z.output<typeof signInAgain.body>): Promise<WorkspaceItem> {
    const { workspaces, secrets, appFile } = this.options;
    const { password, trust, databases, reset } = given;
    const team = workspaces.team(id);
    const { entry, access } = team;
    const visit = async (): Promise<SignedIn> => {
      const session = await access.visit(async ({ call }) => {
        const { instanceId } = await call(getServer, {});
        // Another team answers there: it gets no password.
        if (instanceId !== entry.instanceId) throw new ApiError('UNREACHABLE', 0, 'another team');
        return signIn(call, { email: entry.email, password, reset });
      }, trust);
      if (session.user.id !== entry.userId) throw wrongPerson();
      return session;
    };
    const session = await (
      databases && entry.kind === 'databases' ? this.#elsewhere(id, access, databases, visit) : visit()
    ).catch((error: unknown) => {
      throw signInFailure(error);
    });
    await keepSession(secrets, id, session.refreshToken);
    if (trust !== undefined && entry.kind === 'team') {
      access.believe(trust);
      team.update({ ...entry, trust });
      await appFile.join(team.entry);
    }
    await team.reconnect();
    return workspaces.item(id);
  }

  /** What removing would lose. Throws STORE_UNAVAILABLE where it cannot be counted. */
  async loss(id: string): Promise<Loss> {
    const { store } = await this.options.workspaces.team(id).open();
    return lossOf(store.replica.sync);
  }

  /**
   * Signs out and deletes the replica. `discard` loses what only it has; with `seen`, only if it is what was seen. Throws
   * CHANGES_WAITING with the loss, FORBIDDEN for the personal workspace; without a blind `discard`, STORE_UNAVAILABLE.
   */
  async remove(
    id: string,
    { discard, seen }: { readonly discard: boolean; readonly seen?: string | undefined },
  ): Promise<void> {
    const { workspaces, appFile, opener } = this.options;
    if (id === PERSONAL) throw because('FORBIDDEN', { code: 'PERSONAL_STAYS' });
    const team = workspaces.team(id);
    if (!discard || seen !== undefined) {
      const loss = await this.loss(id);
      const isKnown = discard && seen === loss.mark;
      if (loss.waiting + loss.conflicts > 0 && !isKnown)
        throw new AppError('CHANGES_WAITING', lossWords(loss), loss);
    }
    workspaces.take(id);
    await answered(team.line.ask(logout, {}), SIGN_OUT_MS).catch(() => undefined);
    await team.close();
    try {
      await opener.erase(id, appFile);
    } finally {
      workspaces.changed();
    }
  }

  /** By other addresses of the databases, which are kept when that went well. */
  async #elsewhere<T>(
    id: string,
    access: TeamAccess,
    urls: DatabaseUrls,
    work: () => Promise<T>,
  ): Promise<T> {
    const { secrets } = this.options;
    const key = databasesKey(id);
    const before = await secrets.get(key);
    await secrets.set(key, JSON.stringify(urls));
    await access.again();
    try {
      return await work();
    } catch (error) {
      await (before === null ? secrets.delete(key) : secrets.set(key, before));
      await access.again();
      throw error;
    }
  }

  async #join(
    wish: Wish,
    facts: Pick<Joined, 'id' | 'url' | 'trust' | 'http'>,
    access: TeamAccess,
    examined: DoctorAnswer,
  ): Promise<WorkspaceItem> {
    const { workspaces, appFile, secrets, opener } = this.options;
    const { id } = facts;
    let team: TeamWorkspace | null = null;
    try {
      const { user, instanceId, refreshToken } = await access.visit(async (visitor) => {
        const made = await signIn(visitor.call, wish);
        await this.#refuseTwice(id, made, visitor);
        return made;
      });
      const entry: Joined = {
        ...facts,
        kind: wish.kind,
        name: wish.name ?? nameOf(facts.url),
        instanceId,
        userId: user.id,
        email: user.email ?? wish.email,
      };
      team = opener.workspace(entry, access, user);
      await keepSession(secrets, id, refreshToken);
      await team.open();
      await appFile.join(entry);
      workspaces.add(team);
      workspaces.changed();
      return workspaces.item(id);
    } catch (error) {
      await (team ? this.#undo(team) : access.close());
      throw joinFailure(error, examined);
    } finally {
      this.#coming.delete(id);
    }
  }

  /** Of a workspace that did not come to be nothing is left, here or at the team. */
  async #undo(team: TeamWorkspace): Promise<void> {
    const { secrets, opener } = this.options;
    const { id } = team.entry;
    await answered(team.line.ask(logout, {}), SIGN_OUT_MS).catch(() => undefined);
    await team.close();
    await secrets.delete(id).catch(() => undefined);
    await rm(opener.folderOf(id), { recursive: true, force: true });
  }

  /** One account, one workspace, also of two that come at once: the new session is given back. */
  async #refuseTwice(id: string, made: SignedIn, visitor: Visitor): Promise<void> {
    const account: Account = { instanceId: made.instanceId, userId: made.user.id };
    const there = this.options.workspaces.teams.map(({ entry }) => [entry.id, entry] as const);
    const known = [...there, ...this.#coming].find(([, one]) => isSame(one, account))?.[0];
    if (known === undefined) {
      this.#coming.set(id, account);
      return;
    }
    await visitor
      .as(made.accessToken)(logout, {})
      .catch(() => undefined);
    throw new AppError('ALREADY_JOINED', 'This account is in this app already.', { id: known });
  }
}

type Account = Pick<Joined, 'instanceId' | 'userId'>;
const isSame = (a: Account, b: Account): boolean => a.instanceId === b.instanceId && a.userId === b.userId;

const nameOf = (url: string | undefined): string => (url ? new URL(url).hostname : 'Team');

/** The doctor's last word as an error, with everything that was found. */
function unwell(answer: DoctorAnswer): AppError {
  const failed = answer.stages.find(({ ok }) => !ok);
  return new AppError('DOCTOR', failed ? `${failed.message} ${failed.advice}` : 'This did not work.', answer);
}

function joinFailure(error: unknown, examined: DoctorAnswer): unknown {
  const code = error instanceof ApiError ? SIGN_IN_FINDINGS[error.code] : undefined;
  if (!code) return asAppError(error);
  return unwell({ ...examined, ok: false, stages: [...examined.stages, stageResult('sign_in', code, {})] });
}

const KEPT: ReadonlySet<string> = new Set([
  'BAD_CREDENTIALS',
  'LINK_INVALID',
  'ACCOUNT_DISABLED',
  'RATE_LIMITED',
  'BUSY',
]);

const signInFailure = (error: unknown): unknown =>
  error instanceof ApiError && error.code !== 'UNREACHABLE' && KEPT.has(error.code)
    ? new AppError(error.code, error.message, error.details)
    : asAppError(error);
