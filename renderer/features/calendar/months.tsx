import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { addMonths } from '../../ui/month.ts';

/** Above the days: which month it is, the way to others, and what is in none of the days. */
export function Months({
  title,
  month,
  today,
  unread,
  undated,
  hasTray,
  onShow,
  onTray,
}: {
  readonly title: string;
  readonly month: Date;
  readonly today: Date;
  /** Tasks of this month that there is no room for. */
  readonly unread: number;
  /** Tasks without a day; undefined until it is known. */
  readonly undated: number | undefined;
  readonly onShow: (day: Date) => void;
  /** Whether those without a day show beside the days. */
  readonly hasTray: boolean;
  readonly onTray: () => void;
}) {
  const { t } = useTranslation(['calendar', 'common']);
  return (
    <header className="months">
      <h2 aria-live="polite">{title}</h2>
      <IconButton label={t('common:date.monthBack')} onPress={() => onShow(addMonths(month, -1))}>
        <Icon of={ChevronLeft} />
      </IconButton>
      <IconButton label={t('common:date.monthOn')} onPress={() => onShow(addMonths(month, 1))}>
        <Icon of={ChevronRight} />
      </IconButton>
      <Button kind="quiet" small onPress={() => onShow(today)}>
        {t('today')}
      </Button>
      <span className="grow" />
      {unread > 0 && <span className="n">{t('unread', { count: unread })}</span>}
      {undated !== undefined && (undated > 0 || hasTray) && (
        <Button kind="quiet" small aria-pressed={hasTray} onPress={onTray}>
          {t('undated', { count: undated })}
        </Button>
      )}
    </header>
  );
}
