export { WorkspaceMark, WorkspaceMenu } from './workspace-menu.tsx';
export { Doctor } from './doctor.tsx';
export { DatabaseFields } from './target-fields.tsx';
export { EMPTY_URLS, wholeUrls } from './database-urls.ts';
export { RemoveDialog } from './remove-dialog.tsx';
export { openJoin, onOpenJoin } from './open.ts';
export { resetIn } from './invitation.ts';
