export { TrashPage } from './page.tsx';
