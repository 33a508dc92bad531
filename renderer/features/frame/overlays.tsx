import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { typeAhead } from '../../keys/type-ahead.ts';
import { useKey } from '../../keys/use-key.tsx';
import { onQuickAdd, type QuickAddRequest } from '../quick-add/open.ts';
import { onOpenSync } from '../sync/index.ts';
import { onOpenJoin } from '../workspaces/index.ts';

const cheatSheet = () => import('./cheat-sheet.tsx');
const quickAdd = () => import('../quick-add/index.ts');
const palette = () => import('../palette/index.ts');
const datePicker = () => import('../../ui/date-picker.tsx');
const join = () => import('../workspaces/join-dialog.tsx');
const panel = () => import('../sync/sync-panel.tsx');
const JoinDialog = lazy(() => join().then((module) => ({ default: module.JoinDialog })));
const SyncPanel = lazy(() => panel().then((module) => ({ default: module.SyncPanel })));
const CheatSheet = lazy(() => cheatSheet().then((module) => ({ default: module.CheatSheet })));
const QuickAdd = lazy(() => quickAdd().then((module) => ({ default: module.QuickAdd })));
const Palette = lazy(() => palette().then((module) => ({ default: module.Palette })));

/**
 * Fetches the dialogs once the window has nothing else to do: then each opens at once. Not while it asks for its first
 * lists: a browser has six connections to a server, and the dialogs would stand in front of what is being looked at.
 */
function fetchAhead(queries: QueryClient): () => void {
  let handle = 0;
  const fetchIdle = (): void => {
    if (queries.isFetching() > 0) return;
    stop();
    handle = requestIdleCallback(() => {
      for (const part of [quickAdd, palette, cheatSheet, datePicker, panel, join])
        part().catch(() => undefined);
    });
  };
  const stop = queries.getQueryCache().subscribe(fetchIdle);
  return () => {
    stop();
    cancelIdleCallback(handle);
  };
}

type Open = 'keys' | 'palette' | 'sync' | { readonly join: string | null } | QuickAddRequest;

/** The dialogs that open from anywhere. What is typed before one is there is typed into it. */
export function Overlays() {
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const show = (next: Open, load: () => Promise<unknown>): void => {
    const end = typeAhead();
    // A dialog that cannot be fetched gets no field.
    load().catch(end);
    setOpen(next);
  };
  useKey('cheatSheet', () => show('keys', cheatSheet));
  useKey('newTask', () => show({}, quickAdd));
  useKey('palette', () => show('palette', palette));
  useEffect(() => onQuickAdd(setOpen), []);
  useEffect(() => onOpenJoin((join) => setOpen({ join })), []);
  useEffect(() => onOpenSync(() => setOpen('sync')), []);
  useEffect(() => fetchAhead(queries), [queries]);
  const close = (): void => setOpen(null);
  return (
    <Suspense fallback={null}>
      {open === 'keys' && <CheatSheet onClose={close} />}
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'sync' && <SyncPanel onClose={close} />}
      {typeof open === 'object' &&
        open !== null &&
        ('join' in open ? (
          // Another invitation is another dialog.
          <JoinDialog key={open.join} invite={open.join} onClose={close} />
        ) : (
          <QuickAdd request={open} onClose={close} />
        ))}
    </Suspense>
  );
}
