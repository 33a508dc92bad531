export { WorkspaceMark, WorkspaceMenu } from './workspace-menu.tsx';
export { Doctor } from './doctor.tsx';
export { RemoveDialog } from './remove-dialog.tsx';
export { openJoin, onOpenJoin } from './open.ts';
