import { Suspense, lazy, useState } from 'react';
import { useKey } from '../../keys/use-key.tsx';

const CheatSheet = lazy(() => import('./cheat-sheet.tsx').then((module) => ({ default: module.CheatSheet })));
const QuickAdd = lazy(() => import('../quick-add/index.ts').then((module) => ({ default: module.QuickAdd })));
const Palette = lazy(() => import('../palette/index.ts').then((module) => ({ default: module.Palette })));

/** The dialogs that open from anywhere, each fetched when it is first asked for. */
export function Overlays() {
  const [open, setOpen] = useState<'keys' | 'quick-add' | 'palette' | null>(null);
  useKey('cheatSheet', () => setOpen('keys'));
  useKey('newTask', () => setOpen('quick-add'));
  useKey('palette', () => setOpen('palette'));
  const close = (): void => setOpen(null);
  return (
    <Suspense fallback={null}>
      {open === 'keys' && <CheatSheet onClose={close} />}
      {open === 'quick-add' && <QuickAdd onClose={close} />}
      {open === 'palette' && <Palette onClose={close} />}
    </Suspense>
  );
}
