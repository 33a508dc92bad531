import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { Call, CallOptions } from '../../../server/contract/client.ts';
import type { DoctorAnswer, StageResult } from '../../../server/contract/joining.ts';
import { WorkspaceProvider, type WorkspaceSession } from '../../api/workspace.tsx';
import { useDoctor } from './use-doctor.ts';
import { useJoin } from './use-join.ts';

/** A question to the server that the test answers. */
interface Asked {
  readonly signal: AbortSignal;
  readonly tell: (stage: StageResult) => void;
  readonly end: (answer: DoctorAnswer) => void;
}

function fakeCall() {
  const asked: Asked[] = [];
  const call = (_route: unknown, _input: unknown, options: CallOptions<StageResult>) =>
    new Promise<DoctorAnswer>((resolve, reject) => {
      const { signal = new AbortController().signal, onProgress = () => undefined } = options;
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      asked.push({ signal, tell: onProgress, end: resolve });
    });
  const session = { call: call as unknown as Call } as WorkspaceSession;
  const wrapper = ({ children }: { children: ReactNode }) => (
    <WorkspaceProvider value={session}>{children}</WorkspaceProvider>
  );
  return { asked, wrapper };
}

const stage = (name: StageResult['stage']): StageResult => ({
  stage: name,
  ok: true,
  code: 'OK',
  message: '',
  advice: '',
  ms: 1,
});
const TOKEN = 'a'.repeat(43);

test('what was found is there before the end, and the end has all of it', async () => {
  const { asked, wrapper } = fakeCall();
  const { result } = renderHook(() => useDoctor(), { wrapper });
  act(() => void result.current.look({ url: 'a.example' }));
  act(() => asked[0]?.tell(stage('address')));
  expect(result.current).toMatchObject({ isRunning: true, answer: null, stages: [{ stage: 'address' }] });
  const answer = { ok: true, stages: [stage('address'), stage('dns')] };
  await act(async () => asked[0]?.end(answer));
  expect(result.current).toMatchObject({ isRunning: false, answer, stages: answer.stages });
});

test('looking at something else, and closing, hang up; what still comes of the first is not shown', async () => {
  const { asked, wrapper } = fakeCall();
  const { result, unmount } = renderHook(() => useDoctor(), { wrapper });
  act(() => void result.current.look({ url: 'a.example' }));
  act(() => void result.current.look({ url: 'b.example' }));
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  act(() => asked[0]?.tell(stage('address')));
  expect(result.current).toMatchObject({ isRunning: true, stages: [], error: null });
  act(() => result.current.clear());
  expect(asked[1]?.signal.aborted).toBe(true);
  await waitFor(() => expect(result.current).toMatchObject({ isRunning: false, error: null }));
  act(() => void result.current.look({ url: 'c.example' }));
  unmount();
  expect(asked[2]?.signal.aborted).toBe(true);
});

test('an invitation that was opened as a link waits in the dialog; what is none opens it empty', () => {
  const { wrapper } = fakeCall();
  const draftOf = (link: string | null) => renderHook(() => useJoin(link), { wrapper }).result.current.draft;
  expect(draftOf(TOKEN)).toMatchObject({ way: 'databases', invite: TOKEN, isNew: true });
  expect(draftOf('x')).toMatchObject({ way: 'team', invite: '', isNew: false });
  expect(draftOf(null)).toMatchObject({ way: 'team', invite: '' });
});
