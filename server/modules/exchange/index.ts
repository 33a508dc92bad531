export { ExportService } from './export.service.ts';
export { ImportService, type ImportDeps, type WholeContent } from './import.service.ts';
export { transferRoutes } from './transfer.routes.ts';
