import { Suspense, lazy, useEffect, useState } from 'react';
import { useKey } from '../../keys/use-key.tsx';
import { onQuickAdd, type QuickAddRequest } from '../quick-add/open.ts';

const CheatSheet = lazy(() => import('./cheat-sheet.tsx').then((module) => ({ default: module.CheatSheet })));
const QuickAdd = lazy(() => import('../quick-add/index.ts').then((module) => ({ default: module.QuickAdd })));
const Palette = lazy(() => import('../palette/index.ts').then((module) => ({ default: module.Palette })));

/** The dialogs that open from anywhere, each fetched when it is first asked for. */
export function Overlays() {
  const [open, setOpen] = useState<'keys' | 'palette' | QuickAddRequest | null>(null);
  useKey('cheatSheet', () => setOpen('keys'));
  useKey('newTask', () => setOpen({}));
  useKey('palette', () => setOpen('palette'));
  useEffect(() => onQuickAdd(setOpen), []);
  const close = (): void => setOpen(null);
  return (
    <Suspense fallback={null}>
      {open === 'keys' && <CheatSheet onClose={close} />}
      {open === 'palette' && <Palette onClose={close} />}
      {typeof open === 'object' && open !== null && <QuickAdd request={open} onClose={close} />}
    </Suspense>
  );
}
