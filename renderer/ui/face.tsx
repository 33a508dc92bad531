import { memo, type CSSProperties } from 'react';
import type { Person } from '../../server/contract/users.ts';
import { word } from '../i18n/index.ts';

const HUES = [350, 75, 150, 195, 255, 300] as const;

/** The hue of a person or a workspace, always the same for an id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return HUES[Math.abs(hash) % HUES.length] ?? 222;
}

/** What a person is called: their name, else the mail address, else "You" (the one user of a personal workspace). */
export function nameOf(person: Pick<Person, 'email' | 'profile'>): string {
  const name = [person.profile.firstName, person.profile.lastName].filter(Boolean).join(' ');
  return name || person.email || word('you');
}

/** The first letter as a person sees it: a whole character, also where that takes several code units. */
function initial(name: string): string {
  return Array.from(name.trim())[0]?.toUpperCase() ?? '?';
}

/** A person's face, 20 px: picture or initial; nobody is a dashed circle. Its name is its title; `silent` where the name stands beside it. */
export const Face = memo(function Face({
  person,
  size = 20,
  silent = false,
}: {
  person: Pick<Person, 'id' | 'email' | 'profile'> | null;
  size?: number;
  silent?: boolean;
}) {
  const style = { '--d': `${size}px` } as CSSProperties;
  if (!person)
    return (
      <svg
        className="face none"
        style={style}
        viewBox="0 0 20 20"
        {...(silent ? { 'aria-hidden': true } : { role: 'img' })}
      >
        {!silent && <title>{word('nobody')}</title>}
        <circle cx="10" cy="10" r="9.25" />
      </svg>
    );
  const name = nameOf(person);
  const hidden = silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name };
  if (person.profile.avatar)
    return <img className="face" style={style} src={person.profile.avatar} alt={silent ? '' : name} />;
  return (
    <span className="face hued" style={{ ...style, '--hue': hueOf(person.id) } as CSSProperties} {...hidden}>
      {initial(name)}
    </span>
  );
});

/** A workspace's square: a letter on its hue. */
export function Mark({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  return (
    <span
      className={small ? 'mark xs hued' : 'mark hued'}
      style={{ '--hue': hueOf(id) } as CSSProperties}
      aria-hidden
    >
      {initial(name)}
    </span>
  );
}
