import { Calendar, CalendarOff, ChevronLeft, ChevronRight, Clock } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, daysBetween, fromNow, longDate, timeOfDay } from '../i18n/dates.ts';
import { LOCALES, currentLanguage } from '../i18n/index.ts';
import { IconButton } from './button.tsx';
import type { DateChoice } from './date-popover.tsx';
import { Icon } from './icon.tsx';
import { Caps } from './kbd.tsx';
import { addDays, addMonths, firstWeekday, monthGrid } from './month.ts';
import { quickDays } from './quick-days.ts';
import { choiceOf, dateReader, type DateReader } from './read-dates.ts';

/** The field and the month. Arrows move by days and weeks, PageUp and PageDown by months, Enter takes. */
export function DatePicker({
  label,
  value,
  canRemove,
  onPick,
}: {
  label: string;
  value: DateChoice;
  canRemove: boolean;
  onPick: (choice: DateChoice) => void;
}) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const locale = LOCALES[language];
  const [now] = useState(() => new Date());
  const chosen = value ? dayOf(value.dueDate, value.dueAllDay) : null;
  const [text, setText] = useState('');
  const [read, setRead] = useState<DateReader | null>(null);
  const [focused, setFocused] = useState(chosen ?? dayOf(now.toISOString()));
  const grid = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);

  useEffect(() => {
    let live = true;
    dateReader(language).then(
      (reader) => live && setRead(() => reader),
      () => undefined,
    );
    return () => {
      live = false;
    };
  }, [language]);
  useEffect(() => {
    if (wantsFocus.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    wantsFocus.current = false;
  }, [focused]);

  const quick = quickDays(now);
  const typed = text.trim();
  const lettered = quick.find(({ id }) => t(`date.letter.${id}`) === typed.toLowerCase());
  const understood = lettered
    ? { date: lettered.date, hasTime: false }
    : typed
      ? (read?.(text, now)[0] ?? null)
      : null;
  const move = (date: Date, focus: boolean): void => {
    wantsFocus.current = focus;
    setFocused(date);
  };
  const onGridKey = (event: KeyboardEvent): void => {
    const toStart = (focused.getDay() - firstWeekday(locale) + 7) % 7;
    const targets: Record<string, Date> = {
      ArrowLeft: addDays(focused, -1),
      ArrowRight: addDays(focused, 1),
      ArrowUp: addDays(focused, -7),
      ArrowDown: addDays(focused, 7),
      Home: addDays(focused, -toStart),
      End: addDays(focused, 6 - toStart),
      PageUp: addMonths(focused, -1),
      PageDown: addMonths(focused, 1),
    };
    const target = targets[event.key];
    if (target) move(target, true);
    else if (event.key === 'Enter' || event.key === ' ') onPick(choiceOf(focused, false));
    else return;
    event.preventDefault();
  };

  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(focused);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const weeks = monthGrid(focused, firstWeekday(locale));
  return (
    <>
      <div className="ask">
        <input
          className="typed"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field is why it was opened
          autoFocus
          aria-label={label}
          placeholder={t('date.placeholder')}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
              event.preventDefault();
            } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && understood) {
              onPick(choiceOf(understood.date, understood.hasTime));
              event.preventDefault();
            }
          }}
        />
      </div>
      <div role="status">
        {understood && (
          <button
            type="button"
            className="item on wide"
            onClick={() => onPick(choiceOf(understood.date, understood.hasTime))}
          >
            <Icon of={understood.hasTime ? Clock : Calendar} />
            <span>
              {longDate(understood.date)}
              {understood.hasTime && `, ${timeOfDay(understood.date)}`}
            </span>
            <i>{fromNow(understood.hasTime ? understood.date : dayOf(understood.date.toISOString()), now)}</i>
          </button>
        )}
        {typed !== '' && read && !understood && <p className="none hint">{t('date.notUnderstood')}</p>}
      </div>
      {typed === '' && (
        <div className="quick">
          {quick.map(({ id, date }) => (
            <button
              key={id}
              type="button"
              className="item"
              title={longDate(date)}
              onClick={() => onPick(choiceOf(date, false))}
            >
              <span>{t(`day.${id}`)}</span>
              <Caps caps={[t(`date.letter.${id}`).toUpperCase()]} />
            </button>
          ))}
        </div>
      )}
      {canRemove && !understood && (
        <button type="button" className="item wide" onClick={() => onPick(null)}>
          <Icon of={CalendarOff} />
          <span>{t('date.remove')}</span>
        </button>
      )}
      {(canRemove || understood || typed === '') && <hr />}
      <header>
        <b aria-live="polite">{month}</b>
        <span className="grow" />
        <IconButton label={t('date.monthBack')} onPress={() => move(addMonths(focused, -1), false)}>
          <Icon of={ChevronLeft} />
        </IconButton>
        <IconButton label={t('date.monthOn')} onPress={() => move(addMonths(focused, 1), false)}>
          <Icon of={ChevronRight} />
        </IconButton>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is on its cells */}
      <div className="month" role="grid" aria-label={month} ref={grid} onKeyDown={onGridKey}>
        <div role="row" className="week">
          {weeks[0]?.map((day) => (
            <i key={day.getDay()} role="columnheader" aria-label={weekday.format(day)}>
              {weekday.format(day).slice(0, 2)}
            </i>
          ))}
        </div>
        {weeks.map((week) => (
          <div role="row" className="week" key={week[0]?.getTime()}>
            {week.map((day) => {
              const isChosen = chosen !== null && daysBetween(chosen, day) === 0;
              const isToday = daysBetween(now, day) === 0;
              const isOut = day.getMonth() !== focused.getMonth();
              const tone = isChosen ? 'on' : isToday ? 'today' : isOut ? 'out' : '';
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid takes the keys of its cells
                <div
                  key={day.getTime()}
                  role="gridcell"
                  className={tone}
                  aria-selected={isChosen}
                  aria-label={full.format(day)}
                  {...(isToday ? { 'aria-current': 'date' } : {})}
                  tabIndex={daysBetween(focused, day) === 0 ? 0 : -1}
                  onClick={() => onPick(choiceOf(day, false))}
                >
                  {day.getDate()}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </>
  );
}
