import { useState } from 'react';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { ApiError } from '../../../server/contract/client.ts';
import { DoctorAnswer, addWorkspace, type StageResult } from '../../../server/contract/joining.ts';
import type { CallInput } from '../../../server/contract/route.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { EMPTY_URLS, wholeUrls, type DatabaseUrls } from './database-urls.ts';
import { inviteIn, readPasted } from './invitation.ts';
import { useDoctor } from './use-doctor.ts';

/** What is typed into the dialog; none of it is lost when a stage fails. */
export interface JoinDraft extends DatabaseUrls {
  readonly way: 'team' | 'databases';
  readonly address: string;
  /** A link or a token. */
  readonly invite: string;
  readonly isNew: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
}

const EMPTY: JoinDraft = {
  way: 'team',
  address: '',
  ...EMPTY_URLS,
  invite: '',
  isNew: false,
  firstName: '',
  lastName: '',
  email: '',
  password: '',
};

/** Milliseconds that joining a team may take. */
const PATIENCE_MS = 60_000;

type Target = { url: string; trust?: string; allowHttp?: boolean } | DatabaseUrls;
type Body = CallInput<typeof addWorkspace>['body'];

function registration({ isNew, firstName, lastName, invite }: JoinDraft) {
  if (!isNew) return {};
  const given = { firstName: firstName.trim(), lastName: lastName.trim(), invite: inviteIn(invite) ?? '' };
  return { register: Object.fromEntries(Object.entries(given).filter(([, text]) => text)) };
}

export interface Join {
  readonly draft: JoinDraft;
  readonly set: (change: Partial<JoinDraft>) => void;
  /** What the doctor has found so far, and all of it once that is over. */
  readonly stages: readonly StageResult[];
  readonly answer: DoctorAnswer | null;
  readonly busy: 'check' | 'join' | null;
  readonly failure: unknown;
  /** Looks at what is written now. */
  readonly check: (allow?: { trust?: string; allowHttp?: boolean }) => Promise<void>;
  /** Joins; null when it was refused, which `answer` or `failure` says. */
  readonly join: () => Promise<WorkspaceItem | null>;
}

/** A team whose server has an address invites by it; the app's own link stands for one that has none. */
const invited = (invite: string): JoinDraft => ({ ...EMPTY, way: 'databases', invite, isNew: true });

/** The way from an address to a team: look, sign in or make an account, join. */
export function useJoin(link: string | null): Join {
  const { call } = useWorkspace();
  const [draft, setDraft] = useState(() =>
    link !== null && inviteIn(link) !== null ? invited(link) : EMPTY,
  );
  const [allowed, setAllowed] = useState<{ trust?: string; allowHttp?: boolean }>({});
  const [isJoining, setJoining] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const doctor = useDoctor();

  const targetOf = (allow: typeof allowed): Target =>
    draft.way === 'team'
      ? { url: readPasted(draft.address).url, ...allow }
      : (wholeUrls(draft) ?? EMPTY_URLS);

  const set = (change: Partial<JoinDraft>): void => {
    const moves = ['way', 'address', 'databaseUrl', 'mongodbUrl', 'redisUrl'].some((key) => key in change);
    if (moves) {
      doctor.clear();
      setAllowed({});
    }
    setRefusal(null);
    const pasted = change.address === undefined ? null : readPasted(change.address);
    setDraft((old) => ({
      ...old,
      ...change,
      ...(pasted?.invite ? { address: pasted.url, invite: pasted.invite, isNew: true } : {}),
    }));
  };

  const check: Join['check'] = async (allow) => {
    const next = { ...allowed, ...allow };
    setAllowed(next);
    setRefusal(null);
    const found = await doctor.look(targetOf(next));
    if (found?.team?.empty) setDraft((old) => ({ ...old, isNew: true }));
  };

  const join: Join['join'] = async () => {
    setJoining(true);
    setRefusal(null);
    try {
      const who = { email: draft.email.trim(), password: draft.password, ...registration(draft) };
      const body = { kind: draft.way, ...targetOf(allowed), ...who } as Body;
      return await call(addWorkspace, { body }, { signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      const found =
        error instanceof ApiError && error.code === 'DOCTOR' ? DoctorAnswer.safeParse(error.details) : null;
      if (found?.success) doctor.answered(found.data);
      else setRefusal(error);
      return null;
    } finally {
      setJoining(false);
    }
  };

  const { stages, answer, isRunning, error } = doctor;
  const busy = isRunning ? 'check' : isJoining ? 'join' : null;
  return { draft, set, stages, answer, busy, failure: refusal ?? error, check, join };
}
