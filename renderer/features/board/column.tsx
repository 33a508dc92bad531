import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronsLeftRight, ChevronsRightLeft, Plus } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../server/contract/tasks.ts';
import { number } from '../../i18n/dates.ts';
import { IconButton } from '../../ui/button.tsx';
import { StatusRing } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useLate } from '../../ui/skeleton.tsx';
import type { Extent } from './drag.ts';
import type { Column } from './use-columns.ts';

/** Pixels between two cards. */
const GAP = 8;

/** Cards from the end of what is loaded at which the next page is asked for. */
const AHEAD = 30;

/** What the board knows of a column on screen, to find out over which card a pointer is. */
export interface ColumnHandle {
  readonly scroller: HTMLElement;
  /** Its top is where the first card's extent starts, scrolled or not. */
  readonly list: HTMLElement;
  readonly extents: () => readonly Extent[];
}

/** A card is 46 px and 18 px for each of its lines, of which about 26 letters fit into one. */
const estimate = (title: string): number => 46 + 18 * Math.min(3, Math.max(1, Math.ceil(title.length / 26)));

export interface ColumnViewProps {
  readonly column: Column;
  readonly isFolded: boolean;
  /** Something is held over it. */
  readonly isOver: boolean;
  /** The place among its cards before which something would land. */
  readonly dropAt: number | null;
  /** The card that stays in the document wherever the column is scrolled to, since the focus hangs on it. */
  readonly kept: number | null;
  readonly composing: 'top' | 'bottom' | null;
  readonly composer: ReactNode;
  readonly onFold: () => void;
  readonly onCompose: (where: 'top' | 'bottom') => void;
  /** Where the column puts its handle while it is open. */
  readonly handles: Map<Status, ColumnHandle>;
  readonly renderCard: (index: number) => ReactNode;
}

/** A column: its head, and as many of its cards in the document as can be seen. */
export function ColumnView(props: ColumnViewProps) {
  const { column, isFolded, isOver, onFold } = props;
  const { t } = useTranslation(['board', 'common']);
  const name = t(`common:status.${column.status}`);
  if (isFolded)
    return (
      <section
        className={`col folded${isOver ? ' over' : ''}`}
        data-column={column.status}
        data-testid="column"
      >
        <button
          type="button"
          className="unfold"
          onClick={onFold}
          aria-expanded={false}
          aria-label={t('unfold', { status: name, count: column.total })}
          title={t('unfoldShort', { status: name })}
        >
          <StatusRing status={column.status} />
          <span className="n">{number(column.total)}</span>
          <b>{name}</b>
          <Icon of={ChevronsLeftRight} size={14} />
        </button>
      </section>
    );
  return <OpenColumn {...props} name={name} />;
}

function OpenColumn({
  column,
  isOver,
  dropAt,
  kept,
  composing,
  composer,
  onFold,
  onCompose,
  handles,
  renderCard,
  name,
}: ColumnViewProps & { name: string }) {
  const { t } = useTranslation(['board', 'common']);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { tasks, hasMore, loadMore } = column;
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is handed to a memoised component
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(tasks[index]?.title ?? ''),
    getItemKey: (index) => tasks[index]?.id ?? index,
    gap: GAP,
    overscan: 6,
    // The top of a card's shadow and of its focus ring must not be cut off.
    paddingStart: 1,
    paddingEnd: GAP,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const shown = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      if (kept !== null && kept < count && (kept < from || kept > to))
        shown.splice(kept < from ? 0 : shown.length, 0, kept);
      return shown;
    },
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && lastShown >= tasks.length - AHEAD) void loadMore();
  }, [hasMore, lastShown, tasks.length, loadMore]);

  const { status } = column;
  useEffect(() => {
    if (!scroller.current || !list.current) return;
    handles.set(status, {
      scroller: scroller.current,
      list: list.current,
      extents: () => virtual.measurementsCache,
    });
    return () => void handles.delete(status);
  }, [handles, status, virtual]);

  const line = dropAt === null ? null : lineAt(virtual.measurementsCache, dropAt);
  return (
    <section className={`col${isOver ? ' over' : ''}`} data-column={column.status} data-testid="column">
      <header>
        <StatusRing status={column.status} />
        <h2>{name}</h2>
        <span className="n">{number(column.total)}</span>
        <span className="grow" />
        <IconButton className="fold" label={t('fold', { status: name })} onPress={onFold}>
          <Icon of={ChevronsRightLeft} size={14} />
        </IconButton>
        <IconButton label={t('newIn', { status: name })} onPress={() => onCompose('top')}>
          <Icon of={Plus} />
        </IconButton>
      </header>
      <div className="cards" ref={scroller}>
        {composing === 'top' && composer}
        {!column.isLoaded && <Waiting />}
        <div
          className="stretch"
          ref={list}
          style={{ blockSize: tasks.length > 0 ? virtual.getTotalSize() : 0 }}
          role="grid"
          aria-label={t('column', { status: name, count: column.total })}
          aria-multiselectable
          aria-rowcount={column.total}
          {...(tasks.length === 0 ? { tabIndex: -1 } : {})}
        >
          {items.map((item) => (
            <div
              key={item.key}
              role="rowgroup"
              className="at"
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {renderCard(item.index)}
            </div>
          ))}
          {line !== null && <div className="drop" aria-hidden style={{ insetBlockStart: line }} />}
        </div>
        {composing === 'bottom' ? (
          composer
        ) : (
          <button type="button" className="btn quiet add" onClick={() => onCompose('bottom')}>
            <Icon of={Plus} size={14} />
            <span>{t('new')}</span>
            <span className="sr">{name}</span>
          </button>
        )}
      </div>
    </section>
  );
}

/** Cards that are not there yet; shown when they are not there after 150 ms either. */
function Waiting() {
  if (!useLate(true)) return null;
  return [64, 82, 64].map((height, i) => <div key={i} className="card wait" style={{ blockSize: height }} />);
}

/** Where the line of a place stands: in the middle of the gap above the card there, or below the last one. */
function lineAt(extents: readonly Extent[], index: number): number {
  const card = extents[index];
  if (card) return Math.max(0, card.start - GAP / 2 - 1);
  const last = extents.at(-1);
  return last ? last.start + last.size + GAP / 2 - 1 : 0;
}
