/** A text with its selection, offsets in UTF-16 units. */
export interface Writing {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Puts a mark round the selection, or takes it away where it is there already: ** bold, _ italic, ` code. */
export function toggleMark({ text, from, to }: Writing, mark: string): Writing {
  const inner = text.slice(from, to);
  const size = mark.length;
  if (text.slice(from - size, from) === mark && text.slice(to, to + size) === mark)
    return {
      text: text.slice(0, from - size) + inner + text.slice(to + size),
      from: from - size,
      to: to - size,
    };
  if (inner.length > 2 * size && inner.startsWith(mark) && inner.endsWith(mark))
    return { text: text.slice(0, from) + inner.slice(size, -size) + text.slice(to), from, to: to - 2 * size };
  return {
    text: text.slice(0, from) + mark + inner + mark + text.slice(to),
    from: from + size,
    to: to + size,
  };
}

const LINK = /^(?:https?:\/\/|mailto:)\S+$/;

/** Makes the selection a link; what was selected is the words, or the address when it looks like one. */
export function addLink({ text, from, to }: Writing): Writing {
  const inner = text.slice(from, to);
  const [words, address] = LINK.test(inner) ? ['', inner] : [inner, ''];
  const next = `${text.slice(0, from)}[${words}](${address})${text.slice(to)}`;
  // The caret stands where something is still missing.
  const caret = words ? from + words.length + 3 : from + 1;
  return { text: next, from: caret, to: caret };
}

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)]))(\s+)(\[[ xX]\]\s+)?/;

/**
 * Enter within a list goes on with it, with an empty box or the next number; on an empty item it ends the list. null where
 * Enter is just a new line.
 */
export function continueList({ text, from, to }: Writing): Writing | null {
  if (from !== to) return null;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const line = text.slice(start, from);
  const found = ITEM.exec(line);
  if (!found) return null;
  const [head = '', indent = '', bullet, number, dot = '', gap = ' ', box] = found;
  if (line === head && (text[from] ?? '\n') === '\n')
    return { text: text.slice(0, start) + text.slice(from), from: start, to: start };
  const mark = bullet ?? `${Number(number) + 1}${dot}`;
  const next = `\n${indent}${mark}${gap}${box ? '[ ] ' : ''}`;
  const caret = from + next.length;
  return { text: text.slice(0, from) + next + text.slice(from), from: caret, to: caret };
}

/** Ticks or clears the box in a line (from 1); the text as it is where that line has none. */
export function checkLine(text: string, line: number, isDone: boolean): string {
  const lines = text.split('\n');
  const before = lines[line - 1];
  if (before === undefined) return text;
  lines[line - 1] = before.replace(
    /^((?:\s*>)*\s*(?:[-*+]|\d+[.)])\s+\[)[ xX](\])/,
    (_, head: string, tail: string) => head + (isDone ? 'x' : ' ') + tail,
  );
  return lines.join('\n');
}
