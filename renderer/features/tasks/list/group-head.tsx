import { Calendar, ChevronDown, ChevronRight, ClockAlert, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { number } from '../../../i18n/dates.ts';
import { Face, nameOf } from '../../../ui/face.tsx';
import { PriorityBars, StatusRing } from '../../../ui/glyphs.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { Heading } from '../view/groups.ts';

function HeadingGlyph({ heading }: { heading: Heading }) {
  switch (heading.by) {
    case 'status':
      return <StatusRing status={heading.status} />;
    case 'priority':
      return <PriorityBars priority={heading.priority} />;
    case 'assignee':
    case 'creator':
      return <Face person={heading.person} size={16} silent />;
    case 'due':
      return <Icon of={heading.due === 'overdue' ? ClockAlert : Calendar} />;
    case 'none':
      return null;
  }
}

/** What a group is called. */
export function useHeading(): (heading: Heading) => string {
  const { t } = useTranslation(['tasks', 'common']);
  return (heading) => {
    switch (heading.by) {
      case 'status':
        return t(`common:status.${heading.status}`);
      case 'priority':
        return t(`common:priority.${heading.priority}`);
      case 'assignee':
      case 'creator':
        return heading.person ? nameOf(heading.person) : t('common:nobody');
      case 'due':
        return t(`due.${heading.due}`);
      case 'none':
        return t('title');
    }
  };
}

export const headId = (key: string): string => `group-${key}`;

/** The head of a group: sticks to the top while its rows pass, folds them, adds to them. */
export function GroupHead({
  groupKey,
  heading,
  count,
  isFolded,
  isFocused,
  rowIndex,
  onFold,
  onAdd,
}: {
  groupKey: string;
  heading: Heading;
  count: number;
  isFolded: boolean;
  isFocused: boolean;
  rowIndex: number;
  onFold: () => void;
  /** Absent where nothing can be added. */
  onAdd?: () => void;
}) {
  const { t } = useTranslation('tasks');
  const name = useHeading()(heading);
  const late = heading.by === 'due' && heading.due === 'overdue';
  return (
    <div
      id={headId(groupKey)}
      className={`group${isFocused ? ' focus' : ''}${late ? ' late' : ''}`}
      role="row"
      aria-level={1}
      aria-rowindex={rowIndex}
      aria-expanded={!isFolded}
    >
      <span role="gridcell" className="head">
        <button
          type="button"
          className="ib sm"
          tabIndex={-1}
          aria-label={t(isFolded ? 'unfold' : 'fold', { group: name })}
          onClick={onFold}
        >
          <Icon of={isFolded ? ChevronRight : ChevronDown} size={14} />
        </button>
        <HeadingGlyph heading={heading} />
        <b>{name}</b>
        <span className="n">{number(count)}</span>
      </span>
      <span className="grow" />
      {onAdd && (
        <span role="gridcell">
          <button
            type="button"
            className="ib"
            tabIndex={-1}
            aria-label={t('addTo', { group: name })}
            title={t('addTo', { group: name })}
            onClick={onAdd}
          >
            <Icon of={Plus} />
          </button>
        </span>
      )}
    </div>
  );
}
