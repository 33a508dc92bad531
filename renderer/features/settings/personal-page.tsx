import { useTranslation } from 'react-i18next';
import { useSettings } from '../../api/settings.ts';
import { PERSONAL } from '../../api/workspace.tsx';
import { useWorkspaces } from '../../api/workspaces.ts';
import { CopyButton } from './copy-button.tsx';
import { NameField } from './name-field.tsx';

/** Settings > the personal workspace: its name and where it lies. */
export function PersonalPage() {
  const { t } = useTranslation('settings');
  const { dataFolder } = useSettings();
  const workspace = useWorkspaces().find((item) => item.id === PERSONAL);
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
