export { ExportService } from './export.service.ts';
export { ImportService, type ImportDeps, type WholeContent } from './import.service.ts';
export { told } from './tally.ts';
export { transferRoutes } from './transfer.routes.ts';
