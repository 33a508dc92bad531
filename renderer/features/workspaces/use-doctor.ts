import { useCallback, useEffect, useRef, useState } from 'react';
import { runDoctor, type DoctorAnswer, type StageResult } from '../../../server/contract/joining.ts';
import type { CallInput } from '../../../server/contract/route.ts';
import { useWorkspace } from '../../api/workspace.tsx';

/** Milliseconds that looking may take; each stage has its own, shorter time. */
const PATIENCE_MS = 60_000;

type Asked = CallInput<typeof runDoctor>['body'];

export interface Examining {
  /** What has been found so far, as it was found. */
  readonly stages: readonly StageResult[];
  /** All of it, once it is over. */
  readonly answer: DoctorAnswer | null;
  readonly isRunning: boolean;
  readonly error: unknown;
  /** Looks, instead of what was looked at before; answers what was found, null where that was given up or failed. */
  readonly look: (asked: Asked) => Promise<DoctorAnswer | null>;
  /** Puts an answer in place of what was found: joining had a last word. */
  readonly answered: (answer: DoctorAnswer) => void;
  /** Gives up what runs, and forgets what was found. */
  readonly clear: () => void;
}

const NOTHING = { stages: [], answer: null, isRunning: false, error: null } as const;

/** The connection doctor at work: each stage as it is found. Who closes the dialog, or asks for something else, ends it. */
export function useDoctor(): Examining {
  const { call } = useWorkspace();
  const [shown, setShown] = useState<Omit<Examining, 'look' | 'clear' | 'answered'>>(NOTHING);
  const running = useRef<AbortController | null>(null);
  const stop = useCallback((): void => {
    running.current?.abort();
    running.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  const look: Examining['look'] = async (asked) => {
    stop();
    const mine = new AbortController();
    running.current = mine;
    setShown({ ...NOTHING, isRunning: true });
    const onProgress = (stage: StageResult): void => {
      if (running.current === mine) setShown((old) => ({ ...old, stages: [...old.stages, stage] }));
    };
    const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const answer = await call(runDoctor, { body: asked }, { signal, onProgress });
      if (running.current !== mine) return null;
      setShown({ ...NOTHING, stages: answer.stages, answer });
      return answer;
    } catch (error) {
      if (running.current === mine) setShown((old) => ({ ...old, isRunning: false, error }));
      return null;
    }
  };
  return {
    ...shown,
    look,
    answered: (answer) => setShown({ ...NOTHING, stages: answer.stages, answer }),
    clear: () => {
      stop();
      setShown(NOTHING);
    },
  };
}
