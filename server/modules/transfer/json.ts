import { broken } from './draft.ts';
import { createPace } from './pace.ts';

/** Deeper than any export is. */
const DEPTH = 64;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

/** An object, and where the elements of its lists stand in the file. */
export interface JsonFile {
  readonly value: Readonly<Record<string, unknown>>;
  /** Line, from 1, of the element of a list at the top. */
  readonly lineOf: (list: string, index: number) => number;
}

/**
 * The JSON object of a file, however large: lists at its top are read element by element, so that others get their turn between
 * two. Throws IMPORT_INVALID with the line where it breaks.
 */
export async function parseJson(content: string): Promise<JsonFile> {
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') throw broken({ code: 'FILE_EMPTY' });
  const pace = createPace();
  const members: [string, unknown][] = [];
  const places = new Map<string, number[]>();
  let at = skip(text, 0);
  if (text.charCodeAt(at) !== OPEN_OBJECT) throw broken({ code: 'JSON_OTHER' }, lineAt(text, at));
  at = skip(text, at + 1);
  while (text.charCodeAt(at) !== CLOSE_OBJECT) {
    if (text.charCodeAt(at) !== QUOTE) throw incomplete(text, at);
    const key = read(text, at, endOf(text, at)) as string;
    at = skip(text, endOf(text, at));
    if (text.charCodeAt(at) !== COLON) throw incomplete(text, at);
    at = skip(text, at + 1);
    if (text.charCodeAt(at) === OPEN_LIST) {
      const items: unknown[] = [];
      const starts: number[] = [];
      at = skip(text, at + 1);
      while (text.charCodeAt(at) !== CLOSE_LIST) {
        const end = endOf(text, at);
        items.push(read(text, at, end));
        starts.push(at);
        at = next(text, end, CLOSE_LIST);
        await pace();
      }
      members.push([key, items]);
      places.set(key, starts);
      at++;
    } else {
      const end = endOf(text, at);
      members.push([key, read(text, at, end)]);
      at = end;
    }
    at = next(text, at, CLOSE_OBJECT);
  }
  if (skip(text, at + 1) < text.length) throw incomplete(text, at + 1);
  const lineOf = (list: string, index: number): number => lineAt(text, places.get(list)?.[index] ?? 0);
  return { value: Object.fromEntries(members), lineOf };
}

function skip(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the comma that follows an element, at its successor; or at the `close` that ends it all. */
function next(text: string, from: number, close: number): number {
  const at = skip(text, from);
  if (text.charCodeAt(at) === close) return at;
  if (text.charCodeAt(at) !== COMMA) throw incomplete(text, at);
  const after = skip(text, at + 1);
  if (text.charCodeAt(after) === close) throw incomplete(text, after);
  return after;
}

/** Where the value that starts at `from` ends; the end of the text when it does not. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++)
        if (text.charCodeAt(at) === BACKSLASH) at++;
      if (depth === 0) return Math.min(at + 1, text.length);
    } else if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
      if (++depth > DEPTH) throw broken({ code: 'JSON_DEEP' }, lineAt(text, at));
    } else if (unit === CLOSE_OBJECT || unit === CLOSE_LIST) {
      if (--depth < 0) return at;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (unit === COMMA || isSpace(unit))) return at;
  }
  return text.length;
}

function read(text: string, from: number, end: number): unknown {
  try {
    return JSON.parse(text.slice(from, end));
  } catch (error) {
    const place = /position (\d+)/.exec(String(error))?.[1];
    throw incomplete(text, place === undefined ? end : from + Number(place));
  }
}

const incomplete = (text: string, at: number) => broken({ code: 'JSON_INCOMPLETE' }, lineAt(text, at));

function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
