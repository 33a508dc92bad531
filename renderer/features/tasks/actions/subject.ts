import { useEffect, useRef, type RefObject } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';

let subjects: readonly RefObject<readonly Task[]>[] = [];

/** The tasks that property keys act on now: those of the view that came last. The command palette names them. */
export const currentSubject = (): readonly Task[] => subjects.at(-1)?.current ?? [];

/** Says what this view's keys act on: its selection, the row under the cursor, the open task. */
export function useSubject(tasks: readonly Task[]): void {
  const latest = useRef(tasks);
  useEffect(() => {
    latest.current = tasks;
  });
  useEffect(() => {
    subjects = [...subjects, latest];
    return () => void (subjects = subjects.filter((one) => one !== latest));
  }, []);
}
