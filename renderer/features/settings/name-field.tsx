import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renameWorkspace, type WorkspaceItem } from '../../../server/contract/app.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Field } from '../../ui/field.tsx';

/** What a workspace is called on this device. */
export function NameField({ workspace }: { workspace: WorkspaceItem }) {
  const { t } = useTranslation(['settings', 'common']);
  const { call, queries } = useWorkspace();
  const called = workspace.name || t('common:workspace.personal');
  const [name, setName] = useState(called);
  const save = useMutation({
    mutationFn: () => call(renameWorkspace, { params: { id: workspace.id }, body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.workspaces }),
  });
  const keep = (): void => {
    if (name.trim() === '') setName(called);
    else if (name !== called) save.mutate();
  };
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <Field
        label={t('personal.name')}
        value={name}
        maxLength={100}
        error={save.error ? errorMessage(save.error) : undefined}
        onChange={(event) => setName(event.target.value)}
        onBlur={keep}
      />
    </form>
  );
}
