import type { Event } from '../../../server/contract/events.ts';
import type { User } from '../../../server/contract/users.ts';
import { editLines, fieldName, valueWords } from '../sync/field-words.ts';

/** What somebody typed that did not become the task's, because another had changed the same: it stays readable here. */
export function SetAside({ event, people }: { event: Event; people: readonly User[] }) {
  const lines = Object.entries(event.payload.changes).flatMap(([field, { from: mine }]) =>
    field === 'deleted'
      ? editLines(mine, people)
      : [{ field, name: fieldName(field), words: valueWords(field, mine, people) }],
  );
  if (lines.length === 0) return null;
  return (
    <blockquote>
      <dl className="edit">
        {lines.map(({ field, name, words }) => (
          <div key={field}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </blockquote>
  );
}
