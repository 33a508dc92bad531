import { useTranslation } from 'react-i18next';
import { BINDINGS, type Binding, type BindingGroup, type BindingId } from '../../keys/bindings.ts';
import { capsOfBinding, dispatcher } from '../../keys/use-key.tsx';
import { Caps } from '../../ui/kbd.tsx';
import { fit } from '../../ui/rank-by-query.ts';

/** Which groups stand in which column: about as many keys in each, so that all of them fit a window of 800 px. */
const COLUMNS: readonly (readonly BindingGroup[])[] = [
  ['anywhere', 'views', 'conflicts'],
  ['moving', 'board', 'goTo'],
  ['selecting', 'task'],
];

/** Keys that undo each other stand in one line, under the first of them: so that a list of all still fits a window. */
const OPPOSITE = {
  down: 'up',
  first: 'last',
  pageDown: 'pageUp',
  fold: 'unfold',
  extendDown: 'extendUp',
  dueLater: 'dueEarlier',
  moveUp: 'moveDown',
} as const satisfies Partial<Record<BindingId, BindingId>>;
const SECOND = new Set<BindingId>(Object.values(OPPOSITE));
const isFirst = (id: BindingId): id is keyof typeof OPPOSITE => id in OPPOSITE;

/** What is pressed: of opposite keys that are held with the same ones those stand once. */
function capsShown(id: BindingId): ReturnType<typeof capsOfBinding> {
  const caps = capsOfBinding(id);
  if (!isFirst(id)) return caps;
  const other = capsOfBinding(OPPOSITE[id]);
  const held = (keys = ''): string => keys.slice(0, keys.lastIndexOf('+') + 1);
  return held(dispatcher.keysOf(id)[0]) === held(dispatcher.keysOf(OPPOSITE[id])[0])
    ? [...caps, ...other.slice(-1)]
    : [...caps, ...other];
}

/** The keys of the registry by their groups; with a query those whose words fit, or a sentence when none does. */
export function KeyList({ query = '' }: { query?: string }) {
  const { t } = useTranslation('keys');
  const wordsOf = ({ id }: Binding): string => t(isFirst(id) ? `both.${id}` : `binding.${id}`);
  const shows = (binding: Binding): boolean =>
    !SECOND.has(binding.id) && (!query || fit(query, wordsOf(binding)) !== null);
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
                <h3>{t(`group.${group}`)}</h3>
                <dl>
                  {bindings.map((binding) => (
                    <div key={binding.id} className="pair">
                      <dt>{wordsOf(binding)}</dt>
                      <dd>
                        <Caps caps={capsShown(binding.id)} />
                        <span className="sr">
                          {[binding.id, ...(isFirst(binding.id) ? [OPPOSITE[binding.id]] : [])]
                            .map((id) => dispatcher.keysOf(id)[0] ?? '')
                            .join(', ')}
                        </span>
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
