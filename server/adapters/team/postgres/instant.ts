/**
 * A timestamptz that was selected as text (`::text`, which spares a Date), as the contract writes instants: milliseconds,
 * Z. The migration sets the role's time zone to UTC; another offset is understood too.
 */
export function isoOf(text: string): string {
  const isUtc = text.endsWith('+00') && text.charCodeAt(10) === 32;
  if (!isUtc) return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
  const fraction = text.length > 22 ? text.slice(20, -3) : '';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

/** The same where it may be missing. */
export const isoOrNull = (text: string | null): string | null => (text === null ? null : isoOf(text));
