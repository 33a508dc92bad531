import { useEffect } from 'react';
import { useWorkspace } from '../../api/workspace.tsx';
import { useTaskActions } from '../tasks/actions/index.ts';

/** Asks again for tasks that the server has not confirmed: when the window opens, and whenever the server is there again. */
export function useResume(): void {
  const { connection } = useWorkspace();
  const actions = useTaskActions();
  useEffect(() => {
    void actions.resume();
    return connection.subscribe(() => {
      if (connection.state() === 'connected') void actions.resume();
    });
  }, [actions, connection]);
}
