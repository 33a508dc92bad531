import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renameWorkspace, type WorkspaceItem } from '../../../server/contract/app.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useSettings } from '../../api/settings.ts';
import { PERSONAL, useWorkspace } from '../../api/workspace.tsx';
import { Field } from '../../ui/field.tsx';
import { CopyButton } from './copy-button.tsx';

function NameField({ workspace }: { workspace: WorkspaceItem }) {
  const { t } = useTranslation('settings');
  const { call, queries } = useWorkspace();
  const [name, setName] = useState(workspace.name);
  const save = useMutation({
    mutationFn: () => call(renameWorkspace, { params: { id: workspace.id }, body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.workspaces }),
  });
  const keep = (): void => {
    if (name.trim() === '') setName(workspace.name);
    else if (name !== workspace.name) save.mutate();
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

/** Settings > the personal workspace: its name and where it lies. */
export function PersonalPage() {
  const { t } = useTranslation('settings');
  const { workspaces } = useWorkspace();
  const { dataFolder } = useSettings();
  const { data } = useQuery({
    queryKey: queryKeys.workspaces,
    queryFn: ({ signal }) => workspaces(signal),
  });
  const workspace = data?.find((item) => item.id === PERSONAL);
  return (
    <>
      <h1>{t('personal.title')}</h1>
      <p className="lead">{t('personal.lead')}</p>
      {workspace && <NameField key={workspace.name} workspace={workspace} />}
      <div className="opts">
        <div>
          <b>{t('personal.folder')}</b>
          <span className="path">{dataFolder}</span>
          <CopyButton text={dataFolder} label={t('personal.copy')} copied={t('personal.copied')} />
        </div>
      </div>
    </>
  );
}
