export { Frame, Shell } from './shell.tsx';
export { Problem, NothingHere } from './problem.tsx';
export { PlainPage } from './plain-page.tsx';
export { KEPT_VIEW, SAVED_PARAM, savedIn, useSavedViews, type SavedView } from './saved-views.ts';
export { useMineCount } from './counts.ts';
