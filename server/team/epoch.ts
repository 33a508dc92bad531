export { renewEpoch } from '../adapters/team/postgres/epoch.ts';
