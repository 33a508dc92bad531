import { AppError } from '../errors.ts';

const invalid = (): AppError =>
  new AppError(
    'CURSOR_INVALID',
    'This place in the list is not known any more. Load the list from its start.',
  );

/** A position in a list as an opaque word; `kind` says which list, so that no other takes it. */
export function encodeCursor(kind: string, position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([kind, ...position])).toString('base64url');
}

/** The position in a cursor, each part of the type asked for. Throws CURSOR_INVALID. */
export function decodeCursor(
  kind: string,
  cursor: string,
  types: readonly ('string' | 'number' | 'null')[][],
): (string | number | null)[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid();
  }
  if (!Array.isArray(parts) || parts.length !== types.length + 1 || parts[0] !== kind) throw invalid();
  return types.map((allowed, index) => {
    const part: unknown = parts[index + 1];
    const type = part === null ? 'null' : typeof part;
    if (!(allowed as readonly string[]).includes(type)) throw invalid();
    return part as string | number | null;
  });
}
