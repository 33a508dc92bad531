import { useEffect } from 'react';
import type { Task } from '../../../../server/contract/tasks.ts';

let subjects: readonly { readonly of: symbol; readonly tasks: readonly Task[] }[] = [];

/** The tasks that property keys act on now: of whatever view told so last. The command palette names them. */
export const currentSubject = (): readonly Task[] => subjects.at(-1)?.tasks ?? [];

/** Says what this view's keys act on: its selection, the row under the cursor, the open task. */
export function useSubject(tasks: readonly Task[]): void {
  useEffect(() => {
    const of = Symbol('subject');
    subjects = [...subjects, { of, tasks }];
    return () => void (subjects = subjects.filter((one) => one.of !== of));
  }, [tasks]);
}
