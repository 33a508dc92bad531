export { DetailPage } from './page.tsx';
