export { MyWorkPage } from './page.tsx';
