import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router';
import { flushStored } from '../../api/stored.ts';
import { useSettings } from '../../api/settings.ts';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { ToastRegion } from '../../ui/toast.tsx';
import { useFrameKeys } from './frame-keys.ts';
import { Overlays } from './overlays.tsx';
import { Sidebar } from './sidebar.tsx';
import { useSidebar } from './use-sidebar.ts';

/** The window around every page: sidebar, pane, toasts, and the dialogs that open from anywhere. */
export function Frame() {
  const { t } = useTranslation();
  const { welcomed } = useSettings();
  const location = useLocation();
  const [isFolded, toggleSidebar] = useSidebar();
  useFrameKeys(toggleSidebar);
  useEffect(() => {
    window.addEventListener('pagehide', flushStored);
    return () => window.removeEventListener('pagehide', flushStored);
  }, []);
  if (!welcomed) return <Navigate to="/welcome" replace />;
  const inSettings = location.pathname.startsWith('/settings');
  return (
    <div className={isFolded ? 'window folded' : 'window'}>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      {/* Settings bring a side of their own, as the first thing of their page. */}
      {!inSettings && <Sidebar />}
      <Suspense fallback={<main id="main">{<SkeletonList />}</main>}>
        <Outlet />
      </Suspense>
      <ToastRegion label={t('nav.label')} />
      <Overlays />
    </div>
  );
}
