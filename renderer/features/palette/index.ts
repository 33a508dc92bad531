export { Palette } from './dialog.tsx';
