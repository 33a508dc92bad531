export { DetailPage } from './page.tsx';
export { Peek } from './peek.tsx';
