import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportFormat } from '../../../server/contract/tasks.ts';
import { importTasks, type ImportAnswer, type Mapping } from '../../../server/contract/transfer.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useWorkspace } from '../../api/workspace.tsx';

/** A file of 64 MB may take this many milliseconds, over a slow way and on a slow disk. */
const IMPORT_TIMEOUT = 900_000;

export interface ImportWork {
  readonly format: ImportFormat;
  readonly mode: 'merge' | 'replace';
  readonly mapping: Mapping;
  readonly preview: ImportAnswer | undefined;
  readonly done: ImportAnswer | undefined;
  readonly error: string | null;
  readonly isRunning: boolean;
  readonly setFormat: (format: ImportFormat) => void;
  readonly setMode: (mode: 'merge' | 'replace') => void;
  readonly setMapping: (mapping: Mapping) => void;
  readonly run: () => void;
}

/** Whether this system writes the month before the day: files made here most likely do too. */
function writesMonthFirst(): boolean {
  const parts = new Intl.DateTimeFormat(navigator.language).formatToParts();
  const place = (type: string): number => parts.findIndex((part) => part.type === type);
  return place('month') < place('day');
}

const startMapping = (): Mapping => (writesMonthFirst() ? { slashes: 'month-first' } : {});

/** The preview of a file under the choices made, and the import itself. Belongs to one file: key the component by it. */
export function useImport(file: { name: string; content: string; format: ImportFormat }): ImportWork {
  const { call, queries } = useWorkspace();
  const [format, setFormat] = useState(file.format);
  const [mode, setMode] = useState<'merge' | 'replace'>('merge');
  const [mapping, setMapping] = useState(startMapping);
  // A file that was put right in the meantime may have the same name and length.
  const [reading] = useState(() => crypto.randomUUID());
  const send = (preview: boolean, signal: AbortSignal): Promise<ImportAnswer> =>
    call(
      importTasks,
      {
        body: {
          format,
          mode: format === 'taskflow' ? mode : 'merge',
          mapping,
          tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
          content: file.content,
          preview,
        },
      },
      { signal },
    );

  const preview = useQuery({
    queryKey: ['import-preview', reading, format, mode, mapping],
    queryFn: ({ signal }) => send(true, AbortSignal.any([signal, AbortSignal.timeout(IMPORT_TIMEOUT)])),
    placeholderData: (earlier) => earlier,
    retry: false,
    gcTime: 0,
  });
  const run = useMutation({
    mutationFn: () => send(false, AbortSignal.timeout(IMPORT_TIMEOUT)),
    onSuccess: () => queries.invalidateQueries(),
  });

  const failure = run.error ?? preview.error;
  return {
    format,
    mode,
    mapping,
    preview: preview.error ? undefined : preview.data,
    done: run.data,
    error: failure ? errorMessage(failure) : null,
    isRunning: run.isPending,
    setFormat: (next) => {
      setFormat(next);
      setMapping(startMapping());
      run.reset();
    },
    setMode: (next) => {
      setMode(next);
      run.reset();
    },
    setMapping,
    run: () => run.mutate(),
  };
}
