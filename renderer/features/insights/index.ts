export { InsightsPage } from './page.tsx';
