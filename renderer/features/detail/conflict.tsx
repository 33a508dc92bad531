import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { bothOf, type Draft } from '../drafts/draft.ts';
import { DiffText } from './diff-text.tsx';
import { wordDiff } from './word-diff.ts';

/** Both texts beside each other, each marked where it differs from what both started from; one of three answers. */
export function Conflict({
  draft,
  theirs,
  onChoose,
}: {
  draft: Draft;
  theirs: string;
  onChoose: (text: string) => void;
}) {
  const { t } = useTranslation('detail');
  const sides = [
    { name: t('conflict.theirs'), parts: wordDiff(draft.base, theirs) },
    { name: t('conflict.mine'), parts: wordDiff(draft.base, draft.text) },
  ];
  return (
    <section className="versions" aria-label={t('conflict.title')}>
      <b role="alert">{t('conflict.title')}</b>
      <p>{t('conflict.body')}</p>
      <div className="sides">
        {sides.map(({ name, parts }) => (
          <div key={name}>
            <h3>{name}</h3>
            <blockquote>
              <DiffText parts={parts} />
            </blockquote>
          </div>
        ))}
      </div>
      <footer>
        <Button onPress={() => onChoose(theirs)}>{t('conflict.keepTheirs')}</Button>
        <Button onPress={() => onChoose(draft.text)}>{t('conflict.keepMine')}</Button>
        <Button onPress={() => onChoose(bothOf(theirs, draft.text))}>{t('conflict.keepBoth')}</Button>
      </footer>
    </section>
  );
}
