import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { flushStored } from '../../api/stored.ts';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { ToastRegion } from '../../ui/toast.tsx';
import { useFrameKeys } from './frame-keys.ts';
import { Overlays } from './overlays.tsx';
import { Sidebar } from './sidebar.tsx';
import { useSidebar } from './use-sidebar.ts';

/** What is round every page: the grid of side and pane, toasts, and the dialogs that open from anywhere. */
export function Shell() {
  const { t } = useTranslation();
  const [isStrip, toggleSidebar] = useSidebar();
  useFrameKeys(toggleSidebar);
  useEffect(() => {
    window.addEventListener('pagehide', flushStored);
    return () => window.removeEventListener('pagehide', flushStored);
  }, []);
  return (
    <div className={isStrip ? 'window strip' : 'window'}>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <Outlet />
      <ToastRegion label={t('nav.messages')} />
      <Overlays />
    </div>
  );
}

/** The sidebar and the pane that a page fills. Pages answer with what stands inside <main>. */
export function Frame() {
  return (
    <>
      <Sidebar />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<SkeletonList />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}
