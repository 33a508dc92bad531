export { QuickAdd } from './dialog.tsx';
