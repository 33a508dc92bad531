import { useSearchParams } from 'react-router';

/** The parameter of the address that names a month: what is looked at is found again on the way back from a task. */
const PARAM = 'month';

/** The month that is shown (its first day), and a way to another. The month of today needs no mention. */
export function useMonth(today: Date): readonly [Date, (day: Date) => void] {
  const [params, setParams] = useSearchParams();
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(params.get(PARAM) ?? '');
  const month = parts
    ? new Date(Number(parts[1]), Number(parts[2]) - 1, 1)
    : new Date(today.getFullYear(), today.getMonth(), 1);
  const show = (day: Date): void => {
    if (day.getFullYear() === month.getFullYear() && day.getMonth() === month.getMonth()) return;
    const isNow = day.getFullYear() === today.getFullYear() && day.getMonth() === today.getMonth();
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (isNow) next.delete(PARAM);
        else next.set(PARAM, `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`);
        return next;
      },
      { replace: true },
    );
  };
  return [month, show];
}
