export { TasksPage } from './page.tsx';
