import { createBrowserRouter, redirect, type RouteObject } from 'react-router';
import { profileQuery } from './api/people.ts';
import { settingsQuery } from './api/settings.ts';
import { storedQuery } from './api/stored.ts';
import type { WorkspaceSession } from './api/workspace.tsx';
import { Frame, KEPT_VIEW, NothingHere, Problem, Shell } from './features/frame/index.ts';

const tasks = () => import('./features/tasks/index.ts');
const detail = () => import('./features/detail/index.ts');

/** Fetches the page of an address ahead, where most starts begin: while the key is asked for, its code is on its way. */
export function fetchPageAhead(pathname: string): void {
  const part = /^\/(tasks\/?)?$/.test(pathname) ? tasks : pathname.startsWith('/tasks/') ? detail : null;
  // Whoever opens the page asks again, and is told what went wrong.
  part?.().catch(() => undefined);
}

/** Asks at once for what the first page would ask for one after the other, each answer drawn before the next question. */
export function askAhead(session: WorkspaceSession): void {
  const { queries } = session;
  void queries.prefetchQuery(settingsQuery(session));
  void queries.prefetchQuery(profileQuery(session));
  void queries.prefetchQuery(storedQuery(session, KEPT_VIEW));
}

/** Nothing yet: the first page is on its way from the same machine. */
const Waiting = (): null => null;

/** Where each page lives. Features are fetched when they are first shown; each exports its page from its index. */
function pages(session: WorkspaceSession): RouteObject[] {
  return [
    {
      Component: Shell,
      HydrateFallback: Waiting,
      ErrorBoundary: Problem,
      // Whoever has not seen the first-run screen sees it first.
      loader: async () => {
        const settings = await session.queries.ensureQueryData(settingsQuery(session));
        return settings.welcomed ? null : redirect('/welcome');
      },
      shouldRevalidate: () => false,
      children: [
        {
          Component: Frame,
          children: [
            {
              ErrorBoundary: Problem,
              children: [
                { index: true, loader: () => redirect('/tasks'), Component: Waiting },
                {
                  path: 'tasks',
                  lazy: async () => ({ Component: (await tasks()).TasksPage }),
                },
                {
                  path: 'tasks/:id',
                  lazy: async () => ({ Component: (await detail()).DetailPage }),
                },
                {
                  path: 'inbox',
                  lazy: async () => ({ Component: (await import('./features/inbox/index.ts')).InboxPage }),
                },
                {
                  path: 'my-work',
                  lazy: async () => ({ Component: (await import('./features/my-work/index.ts')).MyWorkPage }),
                },
                {
                  path: 'activity',
                  lazy: async () => ({
                    Component: (await import('./features/activity/index.ts')).ActivityPage,
                  }),
                },
                {
                  path: 'insights',
                  lazy: async () => ({
                    Component: (await import('./features/insights/index.ts')).InsightsPage,
                  }),
                },
                {
                  path: 'conflicts',
                  lazy: async () => ({
                    Component: (await import('./features/sync/conflicts-page.tsx')).ConflictsPage,
                  }),
                },
                {
                  path: 'trash',
                  lazy: async () => ({ Component: (await import('./features/trash/index.ts')).TrashPage }),
                },
                { path: '*', Component: NothingHere },
              ],
            },
          ],
        },
        {
          path: 'settings/*',
          ErrorBoundary: Problem,
          lazy: async () => ({ Component: (await import('./features/settings/index.tsx')).SettingsPage }),
        },
      ],
    },
    {
      path: 'welcome',
      HydrateFallback: Waiting,
      // A team is there already: nothing is to be chosen.
      loader: () => (session.account ? redirect('/tasks') : null),
      ErrorBoundary: Problem,
      lazy: async () => ({ Component: (await import('./features/welcome/index.tsx')).WelcomePage }),
    },
  ];
}

/** The window's addresses, in the browser's history. */
export function createRouter(session: WorkspaceSession) {
  return createBrowserRouter(pages(session), { basename: session.base || '/' });
}
