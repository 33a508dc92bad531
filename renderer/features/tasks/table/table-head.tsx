import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/icon.tsx';
import type { Sorting } from '../view/groups.ts';
import { HEADS, turned } from './columns.ts';

/** The names of the table's columns: a press sorts by one, the next the other way round. */
export function TableHead({ sorting, onSort }: { sorting: Sorting; onSort: (sorting: Sorting) => void }) {
  const { t } = useTranslation('tasks');
  return (
    <div className="thead" role="group" aria-label={t('table.columns')}>
      {HEADS.map(({ id, sort }) => {
        const name = t(`sort.${sort}`);
        const isOn = sorting.sort === sort;
        const direction = t(`display.${sorting.order}`);
        return (
          <button
            key={id}
            type="button"
            className={`th ${id}${isOn ? ' on' : ''}`}
            aria-pressed={isOn}
            aria-label={isOn ? `${name}, ${direction}` : t('table.sortBy', { column: name })}
            onClick={() => onSort({ sort, order: turned(sort, sorting) })}
          >
            <span>{name}</span>
            {isOn && <Icon of={sorting.order === 'asc' ? ArrowUp : ArrowDown} size={14} />}
          </button>
        );
      })}
    </div>
  );
}
