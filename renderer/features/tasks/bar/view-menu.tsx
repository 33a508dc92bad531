import { ArrowDown, ArrowUp, CopyPlus, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../frame/index.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { NameForm } from './name-form.tsx';

/** The views with one of them a place further up or down in the sidebar; the same list at its end. */
export function movedView(views: readonly SavedView[], id: string, by: 1 | -1): readonly SavedView[] {
  const at = views.findIndex((view) => view.id === id);
  const view = views[at];
  const other = views[at + by];
  if (!view || !other) return views;
  return views.map((one, index) => (index === at ? other : index === at + by ? view : one));
}

/** What can be done with the saved view that is shown. */
export function ViewMenu({
  view,
  views,
  onViews,
  onSaveAs,
  onRemove,
}: {
  view: SavedView;
  views: readonly SavedView[];
  onViews: (views: readonly SavedView[]) => void;
  /** Keeps what is shown as another view. */
  onSaveAs: (name: string) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation(['tasks', 'common']);
  const button = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<'rename' | 'saveAs' | null>(null);
  const place = views.findIndex((one) => one.id === view.id);
  return (
    <>
      <Menu
        label={view.name}
        trigger={
          <IconButton ref={button} label={t('common:more')} small>
            <Icon of={Ellipsis} />
          </IconButton>
        }
      >
        {/* The menu closes first: two popovers on one element would fight for the focus. */}
        <MenuItem
          icon={<Icon of={Pencil} />}
          label={t('filter.rename')}
          onAction={() => void setTimeout(() => setAsked('rename'))}
        />
        <MenuItem
          icon={<Icon of={CopyPlus} />}
          label={t('filter.saveNew')}
          onAction={() => void setTimeout(() => setAsked('saveAs'))}
        />
        <MenuItem
          icon={<Icon of={ArrowUp} />}
          label={t('filter.up')}
          isDisabled={place <= 0}
          onAction={() => onViews(movedView(views, view.id, -1))}
        />
        <MenuItem
          icon={<Icon of={ArrowDown} />}
          label={t('filter.down')}
          isDisabled={place === views.length - 1}
          onAction={() => onViews(movedView(views, view.id, 1))}
        />
        <MenuSeparator />
        <MenuItem icon={<Icon of={Trash2} />} label={t('filter.remove')} onAction={onRemove} />
      </Menu>
      <Popover
        anchor={button}
        isOpen={asked !== null}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        label={t(asked === 'saveAs' ? 'filter.saveNew' : 'filter.rename')}
        placement="bottom start"
        width={280}
      >
        <NameForm
          name={asked === 'rename' ? view.name : ''}
          onName={(name) => {
            setAsked(null);
            if (asked === 'saveAs') onSaveAs(name);
            else onViews(views.map((one) => (one.id === view.id ? { ...one, name } : one)));
          }}
        />
      </Popover>
    </>
  );
}
