import { exportTasks, importTasks } from '../../contract/transfer.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { ExportService } from './export.service.ts';
import type { ImportService } from './import.service.ts';

export const transferRoutes = (exporter: ExportService, importer: ImportService): Bound[] => [
  bind(exportTasks, ({ actor, query }) => exporter.export(actor, query.format)),
  bind(importTasks, ({ actor, body, metadata }) => importer.import(actor, body, metadata)),
];
