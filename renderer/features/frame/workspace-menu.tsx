import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown, Laptop, LogOut, Settings } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { useNavigate } from 'react-router';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { errorMessage } from '../../api/error-message.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Mark } from '../../ui/face.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';

/** The workspaces of this app. */
export function useWorkspaces(): readonly WorkspaceItem[] {
  const { workspaces } = useWorkspace();
  const { data } = useQuery({
    queryKey: queryKeys.workspaces,
    queryFn: ({ signal }) => workspaces(signal),
  });
  return data ?? [];
}

/** The workspace that is shown, with its state and notices; undefined until it is known. */
export function useWorkspaceItem(): WorkspaceItem | undefined {
  const { id } = useWorkspace();
  return useWorkspaces().find((item) => item.id === id);
}

function WorkspaceMark({ item }: { item: Pick<WorkspaceItem, 'id' | 'name' | 'url'> | undefined }) {
  if (item?.url) return <Mark id={item.id} name={item.name} />;
  return (
    <span className="mark plain" aria-hidden>
      <Icon of={Laptop} />
    </span>
  );
}

/** Which workspace is shown; opens the list of all. */
export function WorkspaceMenu() {
  const { t } = useTranslation();
  const { t: team } = useTranslation('team');
  const navigate = useNavigate();
  const { id, account } = useWorkspace();
  const items = useWorkspaces();
  const current = items.find((item) => item.id === id);
  const name = current?.name || t('workspace.personal');
  return (
    <div className="spaces">
      <Menu
        label={t('workspace.menu')}
        width={300}
        trigger={
          <AriaButton className="space on" aria-label={`${t('workspace.menu')}: ${name}`}>
            <WorkspaceMark item={current} />
            <b>{name}</b>
            <Icon of={ChevronsUpDown} size={14} />
          </AriaButton>
        }
      >
        <MenuSection title={t('workspace.menu')}>
          {items.map((item) => (
            <MenuItem
              key={item.id}
              icon={<WorkspaceMark item={item} />}
              label={item.name}
              hint={item.user ?? (item.url ? '' : t('workspace.onThisDeviceOnly'))}
              onAction={() => void navigate('/tasks')}
            />
          ))}
        </MenuSection>
        <MenuSeparator />
        <MenuItem
          icon={<Icon of={Settings} />}
          label={t('nav.settings')}
          keyOf="goSettings"
          onAction={() => void navigate('/settings')}
        />
        {account && (
          <MenuItem
            icon={<Icon of={LogOut} />}
            label={team('signOut')}
            onAction={() => {
              account
                .signOut()
                .catch((error: unknown) => showToast({ text: errorMessage(error), tone: 'bad' }));
            }}
          />
        )}
      </Menu>
    </div>
  );
}
