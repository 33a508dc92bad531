import { ChevronDown, Plus } from 'lucide-react';
import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton } from 'react-aria-components';
import { usePeople } from '../../../api/people.ts';
import { useKey } from '../../../keys/use-key.tsx';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { DatePopover } from '../../../ui/date-popover.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { PickPopover } from '../../../ui/pick-popover.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { FILTER_FIELDS, sameFilters, without, type FilterField, type Filters } from '../view/filters.ts';
import { choicesOf, choose, chosenOf, type FilterChoice } from './filter-choices.tsx';
import { wordsOf } from './filter-words.ts';
import { SaveView } from './save-view.tsx';

/** What is open under the bar: the list of all filters, the values of one, or a day for one. */
type Opened =
  | { readonly of: 'add' }
  | { readonly of: 'field'; readonly field: FilterField; readonly at: Element }
  | { readonly of: 'day'; readonly kind: 'before' | 'after'; readonly at: Element };

/** The chips of a view, and how they are joined, added, saved and taken away. */
export function FilterBar({
  filters,
  base,
  isChanged,
  onChange,
  onReset,
  onSearch,
  onSave,
}: {
  filters: Filters;
  base: Filters;
  /** Whether anything differs from what Reset goes back to. */
  isChanged: boolean;
  onChange: (filters: Filters) => void;
  onReset: () => void;
  onSearch: () => void;
  /** Absent where the view cannot be kept under a name. `name` is null when it has one. */
  onSave: { readonly asksName: boolean; readonly save: (name: string | null) => void };
}) {
  const { t } = useTranslation(['tasks', 'common']);
  const people = usePeople();
  const add = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const set = FILTER_FIELDS.filter((field) => wordsOf(filters, field, people) !== null);
  const close = (): void => setOpened(null);

  useKey('filter', () => setOpened({ of: 'add' }));
  useKey('dropFilter', () => {
    const last = set.at(-1);
    return last ? onChange(without(filters, last)) : false;
  });
  useKey('clearFilters', () => onChange(sameFilters(filters, base) ? { match: 'all' } : base));

  const pick = (choice: FilterChoice, at: Element): void => {
    const next = choose(filters, choice);
    if (next) return onChange(next);
    close();
    if (choice === 'search:') return onSearch();
    const kind = choice === 'due:before' ? 'before' : 'after';
    // The list closes first: two popovers on one element would fight for the focus.
    setTimeout(() => setOpened({ of: 'day', kind, at }));
  };
  const anchored = (at: Element | null): RefObject<Element | null> => ({ current: at });
  const onOpenChange = (isOpen: boolean): void => void (isOpen || close());

  return (
    <div className="filters" role="group" aria-label={t('filter.bar')} ref={bar}>
      {set.map((field) => {
        const words = wordsOf(filters, field, people);
        if (!words) return null;
        return (
          <Chip
            key={field}
            label={`${words.field} ${words.is} ${words.value}`}
            onRemove={() => onChange(without(filters, field))}
            onPress={() => {
              const at = bar.current?.querySelector(`[data-filter="${field}"]`);
              if (field === 'search') onSearch();
              else if (at) setOpened({ of: 'field', field, at });
            }}
          >
            <i data-filter={field}>{words.field}</i>
            {words.is && <i>{words.is}</i>}
            <b>{words.value}</b>
          </Chip>
        );
      })}
      <Tooltip label={t('filter.addLong')} keyOf="filter">
        <AriaButton
          ref={add}
          className="chip add"
          aria-label={t('filter.addLong')}
          aria-haspopup="dialog"
          onPress={() => setOpened({ of: 'add' })}
        >
          <Icon of={Plus} size={14} />
          {t('filter.add')}
        </AriaButton>
      </Tooltip>
      <span className="grow" />
      {set.length > 1 && (
        <Menu
          label={t('filter.bar')}
          placement="bottom end"
          trigger={
            <Button kind="quiet" small className="match">
              {t(filters.match === 'all' ? 'filter.matchAll' : 'filter.matchAny')}
              <Icon of={ChevronDown} size={14} />
            </Button>
          }
        >
          <MenuItem label={t('filter.matchAll')} onAction={() => onChange({ ...filters, match: 'all' })} />
          <MenuItem label={t('filter.matchAny')} onAction={() => onChange({ ...filters, match: 'any' })} />
        </Menu>
      )}
      {isChanged && (
        <>
          {set.length > 1 && <i className="sep" />}
          <span className="unsaved">
            <i className="dot" />
            {t('filter.unsaved')}
          </span>
          <SaveView {...onSave} />
          <Button kind="quiet" small className="reset" onPress={onReset}>
            {t('filter.reset')}
          </Button>
        </>
      )}
      {opened?.of === 'add' && (
        <PickPopover<FilterChoice>
          anchor={add}
          isOpen
          onOpenChange={onOpenChange}
          label={t('filter.addLong')}
          placeholder={t('filter.find')}
          keyOf="filter"
          width={260}
          items={FILTER_FIELDS.flatMap((field, index) =>
            choicesOf(field, people).map((item, at) => ({
              ...item,
              hint: t(`filter.field.${field}`),
              ...(index > 0 && at === 0 ? { apart: true } : {}),
            })),
          )}
          selected={FILTER_FIELDS.flatMap((field) => chosenOf(filters, field))}
          onPick={(choice) => add.current && pick(choice, add.current)}
        />
      )}
      {opened?.of === 'field' && (
        <PickPopover<FilterChoice>
          anchor={anchored(opened.at)}
          isOpen
          onOpenChange={onOpenChange}
          label={t(`filter.field.${opened.field}`)}
          multiple={opened.field !== 'due'}
          items={[
            ...choicesOf(opened.field, people),
            ...(opened.field === 'status' || opened.field === 'priority'
              ? [
                  {
                    id: `${opened.field}:not` as const,
                    label: t(`filter.notField.${opened.field}`),
                    apart: true,
                  },
                ]
              : []),
          ]}
          selected={chosenOf(filters, opened.field)}
          onPick={(choice) => pick(choice, opened.at)}
        />
      )}
      {opened?.of === 'day' && (
        <DatePopover
          anchor={anchored(opened.at)}
          isOpen
          onOpenChange={onOpenChange}
          label={t(`filter.due.${opened.kind}`)}
          value={null}
          onPick={(choice) => {
            if (choice)
              onChange({ ...filters, due: { kind: opened.kind, day: choice.dueDate.slice(0, 10) } });
          }}
        />
      )}
    </div>
  );
}
