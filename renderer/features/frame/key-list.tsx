import { useTranslation } from 'react-i18next';
import { BINDINGS, type Binding, type BindingGroup } from '../../keys/bindings.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { fit } from '../../ui/rank-by-query.ts';

/** Which groups stand in which column: about as many keys in each, so that all of them fit a window of 800 px. */
const COLUMNS: readonly (readonly BindingGroup[])[] = [
  ['anywhere', 'views', 'conflicts'],
  ['moving', 'goTo'],
  ['selecting', 'task', 'board'],
];

/** The keys of the registry by their groups; with a query those whose words fit, or a sentence when none does. */
export function KeyList({ query = '', level = 3 }: { query?: string; level?: 2 | 3 }) {
  const Heading = `h${level}` as const;
  const { t } = useTranslation('keys');
  const shows = (binding: Binding): boolean => !query || fit(query, t(`binding.${binding.id}`)) !== null;
  if (!BINDINGS.some(shows)) return <p className="cols none">{t('noMatch')}</p>;
  return (
    // Scrolls where the window is low, so the keyboard has to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className="cols" tabIndex={0} role="region" aria-label={t('title')}>
      {COLUMNS.map((groups) => (
        <div key={groups.join()}>
          {groups.map((group) => {
            const bindings = BINDINGS.filter((binding) => binding.group === group && shows(binding));
            if (bindings.length === 0) return null;
            return (
              <section key={group}>
                <Heading>{t(`group.${group}`)}</Heading>
                <dl>
                  {bindings.map((binding) => (
                    <div key={binding.id} className="pair">
                      <dt>{t(`binding.${binding.id}`)}</dt>
                      <dd>
                        <Kbd of={binding.id} />
                        <span className="sr">{binding.keys[0]}</span>
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </div>
      ))}
    </div>
  );
}
