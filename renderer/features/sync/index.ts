export { StatusPill } from './status-pill.tsx';
export { FirstLoad, useNotSynced } from './first-load.tsx';
export { onOpenSync, openSync } from './open.ts';
export { SignInAgain } from './sign-in-again.tsx';
export { useTaskMarks, type TaskMark } from './queries.ts';
export { TaskMarkSign, markWords } from './task-mark.tsx';
export { TwoVersions } from './two-versions.tsx';
export { statusTone, statusWords } from './status-words.ts';
