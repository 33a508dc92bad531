import { useTranslation } from 'react-i18next';
import type { Conflict } from '../../../server/contract/queue.ts';
import type { User } from '../../../server/contract/users.ts';
import { DiffText } from '../detail/diff-text.tsx';
import { wordDiff } from '../detail/word-diff.ts';
import { editLines, valueWords } from './field-words.ts';

/** What one side has, with what it made new marked; `base` null where the two have nothing in common. */
function Text({ base, text }: { base: string | null; text: string }) {
  const parts = base === null ? [{ kind: 'same' as const, text }] : wordDiff(base, text);
  return (
    <div className="md text">
      <DiffText parts={parts.filter((part) => part.kind !== 'del')} />
    </div>
  );
}

function Edit({ edit, people }: { edit: unknown; people: readonly User[] }) {
  return (
    <dl className="edit">
      {editLines(edit, people).map(({ field, name, words }) => (
        <div key={field}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

const isEdit = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What the team has, what was typed here, and what both started from. */
export function TheirSide({ conflict, people }: { conflict: Conflict; people: readonly User[] }) {
  const { t } = useTranslation('sync');
  const { kind, field = '', base, theirs } = conflict;
  if (kind === 'field')
    return <Text base={valueWords(field, base, people)} text={valueWords(field, theirs, people)} />;
  if (isEdit(theirs)) return <Edit edit={theirs} people={people} />;
  return <p className="hint">{t(kind === 'deleted' ? 'conflicts.theirsDeleted' : 'conflicts.theirsGone')}</p>;
}

export function MySide({ conflict, people }: { conflict: Conflict; people: readonly User[] }) {
  const { kind, field = '', base, mine } = conflict;
  if (kind !== 'field' && isEdit(mine)) return <Edit edit={mine} people={people} />;
  return (
    <Text
      base={kind === 'field' ? valueWords(field, base, people) : null}
      text={valueWords(field, mine, people)}
    />
  );
}
