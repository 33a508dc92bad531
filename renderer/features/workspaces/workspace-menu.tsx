import { ChevronsUpDown, Laptop, LogOut, Plus, Settings, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { useNavigate } from 'react-router';
import type { WorkspaceItem } from '../../../server/contract/app.ts';
import { errorMessage } from '../../api/error-message.ts';
import { useOpenWorkspaces } from '../../api/open-workspaces.tsx';
import { useWorkspace } from '../../api/workspace.tsx';
import { isReplica, useWorkspaces } from '../../api/workspaces.ts';
import { heldKeys } from '../../keys/held-keys.ts';
import { useKey } from '../../keys/use-key.tsx';
import { Mark } from '../../ui/face.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { statusTone, statusWords } from '../sync/status-words.ts';
import { openJoin } from './open.ts';

/** How many others stand beside the one that is shown; the rest are in the list. */
const BESIDE = 2;

/** A workspace's square: a laptop for the personal one, a letter for a team. */
export function WorkspaceMark({
  item,
  small = false,
}: {
  item: Pick<WorkspaceItem, 'id' | 'kind' | 'name'> | undefined;
  small?: boolean;
}) {
  if (item && item.kind !== 'personal') return <Mark id={item.id} name={item.name} small={small} />;
  return (
    <span className={small ? 'mark xs plain' : 'mark plain'} aria-hidden>
      <Icon of={Laptop} size={small ? 12 : 16} />
    </span>
  );
}

/** Whether something waits for a person there. */
const asks = (item: WorkspaceItem): boolean =>
  isReplica(item) &&
  (item.status.conflicts > 0 || item.status.state === 'sign_in' || statusTone(item.status) === 'bad');

/** Another workspace, one press away. */
function Beside({ item, onShow }: { item: WorkspaceItem; onShow: () => void }) {
  const { t } = useTranslation();
  const name = item.name || t('workspace.personal');
  const words = isReplica(item) ? `${name}: ${statusWords(item.status)}` : name;
  return (
    <Tooltip label={words}>
      <AriaButton className="space" aria-label={words} onPress={onShow}>
        <WorkspaceMark item={item} />
        {asks(item) && <span className="dot" />}
      </AriaButton>
    </Tooltip>
  );
}

/** Which workspace is shown, with the others beside it; opens the list of all. */
export function WorkspaceMenu() {
  const { t } = useTranslation();
  const { t: team } = useTranslation('team');
  const { t: joining } = useTranslation('joining');
  const navigate = useNavigate();
  const opened = useOpenWorkspaces();
  const { id, account } = useWorkspace();
  const items = useWorkspaces();
  const at = items.findIndex((item) => item.id === id);
  const current = items[at];
  const nameOf = (item: WorkspaceItem | undefined): string => item?.name || t('workspace.personal');
  const show = (item: WorkspaceItem | undefined): void => {
    if (item && item.id !== id) opened?.show(item.id);
  };
  useKey('workspace', (event) => {
    const place = Number(/^Digit([1-9])$/.exec(event.code)?.[1]) - 1;
    if (!(place >= 0) || !opened) return false;
    const item = items[place];
    if (item) return show(item);
    if (items.length > 0) return false;
    // Pressed at a start, before it is known which workspaces there are: the letters behind it are for the one it leads to.
    heldKeys.hold();
    opened.at(place).then(
      (there) => (there && there !== id ? opened.show(there) : heldKeys.release()),
      () => heldKeys.release(),
    );
    return undefined;
  });
  const others = items.filter((item) => item.id !== id).slice(0, BESIDE);
  const detailOf = (item: WorkspaceItem) =>
    // At the team's own address nothing is synced: who is signed in is what there is to say.
    isReplica(item) && account === null
      ? { text: statusWords(item.status), tone: statusTone(item.status) }
      : {
          text: item.user ?? (item.kind === 'personal' ? t('workspace.onThisDeviceOnly') : ''),
          tone: '' as const,
        };
  return (
    <div className="spaces">
      {others
        .filter((item) => items.indexOf(item) < at)
        .map((item) => (
          <Beside key={item.id} item={item} onShow={() => show(item)} />
        ))}
      <Menu
        label={t('workspace.menu')}
        width={332}
        trigger={
          <AriaButton className="space on" aria-label={`${t('workspace.menu')}: ${nameOf(current)}`}>
            <WorkspaceMark item={current} />
            <b>{nameOf(current)}</b>
            <Icon of={ChevronsUpDown} size={14} />
          </AriaButton>
        }
      >
        <MenuSection title={t('workspace.menu')}>
          {items.map((item, index) => (
            <MenuItem
              key={item.id}
              icon={<WorkspaceMark item={item} />}
              label={nameOf(item)}
              detail={detailOf(item)}
              isOn={item.id === id}
              {...(opened && index < 9 ? { caps: `Mod+Shift+${index + 1}` } : {})}
              onAction={() => (item.id === id ? void navigate('/tasks') : show(item))}
            />
          ))}
        </MenuSection>
        <MenuSeparator />
        {opened && <MenuItem icon={<Icon of={Plus} />} label={joining('add')} onAction={() => openJoin()} />}
        {current && isReplica(current) && account === null && (
          <MenuItem
            icon={<Icon of={Waypoints} />}
            label={joining('ofTeam', { name: nameOf(current) })}
            onAction={() => void navigate('/settings/connection')}
          />
        )}
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
      {others
        .filter((item) => items.indexOf(item) > at)
        .map((item) => (
          <Beside key={item.id} item={item} onShow={() => show(item)} />
        ))}
    </div>
  );
}
