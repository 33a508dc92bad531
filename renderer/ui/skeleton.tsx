import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const WIDTHS = [46, 58, 38, 51, 34, 43];
const DATES = [64, 0, 52, 72, 0, 58];

/** True once `wanted` has held for 150 ms: what is quicker than that shows no skeleton at all. */
export function useLate(wanted: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => setLate(true), 150);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [wanted]);
  return wanted && late;
}

/** One row that is not there yet, of the true height. `index` varies its lengths. */
export function SkeletonRow({ index }: { index: number }) {
  return (
    <div className="row">
      <i className="o" />
      <i className="q" />
      <i style={{ inlineSize: `${WIDTHS[index % WIDTHS.length]}%` }} />
      <span />
      <i className="e" style={{ inlineSize: DATES[index % DATES.length] }} />
      <i className="o b" />
    </div>
  );
}

/** A list that is not there yet; waits 150 ms before it shows anything. */
export function SkeletonList() {
  const { t } = useTranslation();
  if (!useLate(true)) return null;
  return (
    <div className="list skel" role="status" aria-label={t('loading')}>
      {[6, 4, 6].map((rows, group) => (
        <div key={group}>
          <div className="group">
            <i style={{ inlineSize: 16 }} />
            <i style={{ inlineSize: 96 }} />
          </div>
          {Array.from({ length: rows }, (_, index) => (
            <SkeletonRow key={index} index={index + group} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** The window before anything of it is known. */
export function SkeletonWindow() {
  return (
    <div className="window">
      <aside className="side" />
      <main>
        <div className="bar" />
        <div className="filters" />
        <SkeletonList />
      </main>
    </div>
  );
}
