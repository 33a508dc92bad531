import { broken } from './draft.ts';

/** Deeper than any export is. */
const DEPTH = 64;

/** How deep brackets go, outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === 0x5c) at++;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x7b || unit === 0x5b) most = Math.max(most, ++depth);
    else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return most;
}

/** The JSON of a file; throws IMPORT_INVALID with the line where it breaks. Keys that would reach a prototype are dropped. */
export function parseJson(content: string): unknown {
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw broken('The file is empty.');
  if (depthOf(text) > DEPTH) throw broken('It is nested deeper than any export is.');
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch (error) {
    throw broken('It is no complete JSON file.', lineOf(text, error));
  }
}

/** Node names the place of a JSON error in its words: "… at position 17 …", or the end of the text. */
function lineOf(text: string, error: unknown): number {
  const place = /position (\d+)/.exec(String(error))?.[1];
  return text.slice(0, place === undefined ? text.length : Number(place)).split('\n').length;
}
