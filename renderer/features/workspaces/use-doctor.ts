import { useMutation } from '@tanstack/react-query';
import { runDoctor } from '../../../server/contract/joining.ts';
import { useWorkspace } from '../../api/workspace.tsx';

/** Milliseconds that looking may take; each stage has its own, shorter time. */
const PATIENCE_MS = 60_000;

/** The connection doctor on a team that was joined. */
export function useDoctor(workspace: string) {
  const { call } = useWorkspace();
  return useMutation({
    mutationFn: () => call(runDoctor, { body: { workspace } }, { signal: AbortSignal.timeout(PATIENCE_MS) }),
  });
}
