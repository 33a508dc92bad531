import { importError, type Warnings } from './draft.ts';

/**
 * The text of a file, as far as it is text: byte order marks gone, UTF-16 that was read as Latin-1 or UTF-8 put right,
 * NUL removed and halves of pairs replaced by U+FFFD (with a warning). Throws when nothing is left.
 */
export function cleanText(content: string, warnings: Warnings): string {
  let text = straighten(content).replace(/^\uFEFF+/, '');
  if (text.includes('\0') || !text.isWellFormed()) {
    text = text.replaceAll('\0', '').toWellFormed();
    warnings.summary('The file holds characters that are no text; they were left out or replaced.');
  }
  if (text.trim() === '') throw importError('The file is empty.');
  return text;
}

/** UTF-16 shows as a NUL beside most letters: take every other one. */
function straighten(content: string): string {
  const head = content.slice(0, 512);
  const nuls = head.split('\0').length - 1;
  if (nuls * 3 < head.length || head.length < 4) return content;
  return content.replace(/^(\uFFFD\uFFFD|ÿþ|þÿ)/, '').replaceAll('\0', '');
}

/** A JSON file as its value, or an import error that names the line. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /position (\d+)/.exec(message)?.[1];
    const upTo = position === undefined ? text : text.slice(0, Number(position));
    throw importError('This is no valid JSON from here on. Export the file again.', upTo.split('\n').length);
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectsOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Text of whatever stands where text was expected; '' for nothing and for structures. */
export const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
