import { SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SORTS } from '../../../../server/contract/tasks.ts';
import { useSettings, useUpdateSettings } from '../../../api/settings.ts';
import { useIsTeam } from '../../../api/workspaces.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Segmented } from '../../../ui/choice.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { Select } from '../../../ui/select.tsx';
import { HIDEABLE } from '../table/columns.ts';
import { useHiddenColumns } from '../table/use-hidden-columns.ts';
import { GROUPINGS } from '../view/groups.ts';
import type { ListView } from '../view/list-view.ts';

const DENSITIES = ['compact', 'standard', 'comfortable'] as const;

/** How the list is shown: groups, order, height of rows. */
export function DisplayMenu({
  view,
  isTable,
  canGroup,
  onChange,
}: {
  view: ListView;
  /** Whether there are columns to be chosen. */
  isTable: boolean;
  /** False where filters joined by "any" leave one list. */
  canGroup: boolean;
  onChange: (view: ListView) => void;
}) {
  const { t } = useTranslation('tasks');
  const { density } = useSettings();
  const update = useUpdateSettings();
  // Alone one has made everything.
  const isTeam = useIsTeam();
  const [hidden, hide] = useHiddenColumns();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        ref={button}
        kind="quiet"
        aria-label={t('display.title')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
      >
        <Icon of={SlidersHorizontal} />
        <span>{t('display.title')}</span>
      </Button>
      <Popover
        anchor={button}
        isOpen={isOpen}
        onOpenChange={setOpen}
        label={t('display.title')}
        placement="bottom end"
        width={380}
      >
        <dl className="display">
          <dt>{t('display.group')}</dt>
          <dd>
            <Select
              label={t('display.group')}
              value={view.grouping}
              items={GROUPINGS.filter((id) => isTeam || id !== 'creator').map((id) => ({
                id,
                label: t(`grouping.${id}`),
              }))}
              onChange={(grouping) => onChange({ ...view, grouping })}
            />
          </dd>
          <dt>{t('display.sort')}</dt>
          <dd>
            <Select
              label={t('display.sort')}
              value={view.sort}
              items={SORTS.map((id) => ({ id, label: t(`sort.${id}`) }))}
              onChange={(sort) => onChange({ ...view, sort })}
            />
          </dd>
          <dt>{t('display.order')}</dt>
          <dd>
            <Segmented
              label={t('display.order')}
              value={view.order}
              items={(['asc', 'desc'] as const).map((id) => ({ id, label: t(`display.${id}`) }))}
              onChange={(order) => onChange({ ...view, order })}
            />
          </dd>
          <dt>{t('display.density')}</dt>
          <dd>
            <Segmented
              label={t('display.density')}
              value={density}
              items={DENSITIES.map((id) => ({ id, label: t(`density.${id}`) }))}
              onChange={(next) => update({ density: next })}
            />
          </dd>
          {isTable && (
            <>
              <dt>{t('table.columns')}</dt>
              <dd className="choose">
                {HIDEABLE.map(({ id, sort }) => (
                  <Checkbox
                    key={id}
                    isOn={!hidden.includes(id)}
                    onChange={(isOn) => hide(isOn ? hidden.filter((one) => one !== id) : [...hidden, id])}
                  >
                    {t(`sort.${sort}`)}
                  </Checkbox>
                ))}
              </dd>
            </>
          )}
        </dl>
        {!canGroup && view.grouping !== 'none' && <p className="hint said">{t('display.groupedByAny')}</p>}
      </Popover>
    </>
  );
}
