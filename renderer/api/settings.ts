import { useMutation, useQuery } from '@tanstack/react-query';
import type { Settings } from '../../server/contract/app.ts';
import { showToast } from '../ui/toast.tsx';
import { errorMessage } from './error-message.ts';
import { queryKeys } from './query-keys.ts';
import { DEFAULT_SETTINGS, type SettingsAnswer } from './settings-store.ts';
import { useWorkspace, type WorkspaceSession } from './workspace.tsx';

export const settingsQuery = (session: WorkspaceSession) => ({
  queryKey: queryKeys.settings,
  queryFn: ({ signal }: { signal: AbortSignal }) => session.settings.read(signal),
});

/** The settings as they are shown now. */
export function useSettings(): SettingsAnswer {
  const session = useWorkspace();
  return useQuery(settingsQuery(session)).data ?? DEFAULT_SETTINGS;
}

/** Changes settings: shows at once, goes back when the server refuses. */
export function useUpdateSettings(): (set: Partial<Settings>) => void {
  const { settings, queries } = useWorkspace();
  const show = (next: SettingsAnswer): unknown => queries.setQueryData(queryKeys.settings, next);
  const shown = (): SettingsAnswer =>
    queries.getQueryData<SettingsAnswer>(queryKeys.settings) ?? DEFAULT_SETTINGS;
  const { mutate } = useMutation({
    mutationFn: (set: Partial<Settings>) => settings.change(set, shown()),
    onMutate: (set) => {
      const before = shown();
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
