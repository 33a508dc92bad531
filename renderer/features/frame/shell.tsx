import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { heldKeys } from '../../keys/held-keys.ts';
import { useKey } from '../../keys/use-key.tsx';
import { useOutsideNotices } from '../inbox/use-outside-notices.ts';
import { notePlace } from '../detail/last-place.ts';
import { FirstLoad } from '../sync/index.ts';
import { useUnread } from './counts.ts';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { ToastRegion } from '../../ui/toast.tsx';
import { useFrameKeys } from './frame-keys.ts';
import { Notices } from './notices.tsx';
import { Overlays } from './overlays.tsx';
import { Sidebar } from './sidebar.tsx';
import { useFlushOnLeave } from './use-flush-on-leave.ts';
import { useResume } from './use-resume.ts';
import { useOwnZone } from './use-own-zone.ts';
import { useShellWishes } from './use-shell-wishes.ts';
import { useSidebar } from './use-sidebar.ts';

/** What every page has, settings too: the keys that go everywhere, toasts, and the dialogs that open from anywhere. */
export function Shell() {
  const { t } = useTranslation();
  useFrameKeys();
  useShellWishes();
  useOutsideNotices(useUnread());
  useFlushOnLeave();
  useOwnZone();
  useResume();
  const { pathname, search } = useLocation();
  useEffect(() => notePlace(pathname + search), [pathname, search]);
  // Effects of what is inside have run before: its keys are there.
  useEffect(() => heldKeys.release(), []);
  return (
    <>
      <Outlet />
      <ToastRegion label={t('nav.messages')} />
      <Overlays />
    </>
  );
}

/** The sidebar and the pane that a page fills. Pages answer with what stands inside <main>. */
export function Frame() {
  const { t } = useTranslation();
  const [isStrip, toggleSidebar] = useSidebar();
  useKey('sidebar', toggleSidebar);
  return (
    <div className={isStrip ? 'window strip' : 'window'}>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <Sidebar />
      <main id="main" tabIndex={-1}>
        <Notices />
        <FirstLoad />
        <Suspense fallback={<SkeletonList />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
