import { decodeLine } from './frames.ts';

const NEWLINE = 0x0a;
/** What the line of a record with an edit that the team has not got says, and that of a conflict. */
const WAITS = /"replica":\{.*"(?:sent|next|refused)":\{|"op":"conflict"/s;
const TITLE = /"title":("(?:[^"\\]|\\.)*")/;

/** The titles of tasks whose lines in a damaged stretch cannot be read, and held what nobody else has. */
export function lostEdits(bytes: Buffer): readonly string[] {
  const titles = new Set<string>();
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, from);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(from, end);
    from = end + 1;
    const text = line.toString('utf8');
    if (!WAITS.test(text) || isWhole(line)) continue;
    titles.add(titleOf(text));
  }
  return [...titles];
}

/** A stretch begins in the middle of a frame's header as well as at a line. */
function isWhole(line: Buffer): boolean {
  try {
    return decodeLine(line) !== null;
  } catch {
    return false;
  }
}

function titleOf(text: string): string {
  try {
    return JSON.parse(TITLE.exec(text)?.[1] ?? '"?"') as string;
  } catch {
    return '?';
  }
}
