import type { ImportFormat } from '../../../server/contract/tasks.ts';
import { LIMITS } from '../../../server/contract/primitives.ts';

/** A file as text, or why it is none. */
export type ReadFile =
  | { readonly ok: true; readonly name: string; readonly content: string; readonly format: ImportFormat }
  | { readonly ok: false; readonly name: string; readonly reason: 'tooLarge' | 'unreadable' };

/**
 * The text of a file's bytes: UTF-8 or UTF-16 by its byte order mark, else UTF-8, else what Windows programs write when
 * they write no UTF-8 (windows-1252). Null when it is no text at all.
 */
export function decode(bytes: Uint8Array): string | null {
  const mark = (...wanted: number[]): boolean => wanted.every((byte, index) => bytes[index] === byte);
  if (mark(0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (mark(0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 4096).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Which program wrote it, from the first lines; CSV when nothing says otherwise. The person can choose another. */
export function guessFormat(name: string, content: string): ImportFormat {
  const head = content
    .slice(0, 4096)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (head.startsWith('{') || name.toLowerCase().endsWith('.json'))
    return /"format"\s*:\s*"taskflow"/.test(head) ? 'taskflow' : 'trello';
  if (/^"?TYPE"?,"?CONTENT"?/i.test(head)) return 'todoist';
  if (/^"?Date: /.test(head) || /"?Folder Name"?,"?List Name"?/.test(head)) return 'ticktick';
  return 'csv';
}

/** Reads a file that a person chose. */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > LIMITS.importBytes) return { ok: false, name: file.name, reason: 'tooLarge' };
  const content = decode(new Uint8Array(await file.arrayBuffer()));
  if (content === null) return { ok: false, name: file.name, reason: 'unreadable' };
  return { ok: true, name: file.name, content, format: guessFormat(file.name, content) };
}
