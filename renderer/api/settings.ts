import { useMutation, useQuery } from '@tanstack/react-query';
import { getSettings, updateSettings, type Settings } from '../../server/contract/app.ts';
import type { Answer } from '../../server/contract/route.ts';
import { showToast } from '../ui/toast.tsx';
import { errorMessage } from './error-message.ts';
import { queryKeys } from './query-keys.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

export type SettingsAnswer = Answer<typeof getSettings>;

/** What holds until the server has answered, and for a store that cannot keep any. */
export const DEFAULT_SETTINGS: SettingsAnswer = {
  theme: 'system',
  language: 'system',
  density: 'standard',
  reminders: true,
  letterKeys: true,
  welcomed: true,
  dataFolder: '',
  version: '',
};

export const settingsQuery = (session: WorkspaceSession) => ({
  queryKey: queryKeys.settings,
  queryFn: ({ signal }: { signal: AbortSignal }) => session.call(getSettings, {}, { signal }),
});

/** The settings as they are shown now. */
export function useSettings(): SettingsAnswer {
  const session = useWorkspace();
  return useQuery(settingsQuery(session)).data ?? DEFAULT_SETTINGS;
}

/** Changes settings: shows at once, goes back when the server refuses. */
export function useUpdateSettings(): (set: Partial<Settings>) => void {
  const { call, queries } = useWorkspace();
  const show = (next: SettingsAnswer): unknown => queries.setQueryData(queryKeys.settings, next);
  const { mutate } = useMutation({
    mutationFn: (set: Partial<Settings>) => call(updateSettings, { body: set }),
    onMutate: (set) => {
      const before = queries.getQueryData<SettingsAnswer>(queryKeys.settings) ?? DEFAULT_SETTINGS;
      show({ ...before, ...set });
      return { before };
    },
    onError: (error, _set, context) => {
      if (context) show(context.before);
      showToast({ text: errorMessage(error), tone: 'bad' });
    },
    onSuccess: show,
  });
  return mutate;
}
