/** A stretch of text that stayed, went, or came. */
export interface DiffPart {
  readonly kind: 'same' | 'del' | 'ins';
  readonly text: string;
}

/** Words times words beyond which a difference is told as a whole: the table would take memory and a visible while. */
const CELLS_AT_MOST = 4_000_000;

const words = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

function push(parts: DiffPart[], kind: DiffPart['kind'], text: string): void {
  if (!text) return;
  const last = parts.at(-1);
  if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + text };
  else parts.push({ kind, text });
}

/**
 * What changed between two texts, by words: the longest common subsequence, with common ends taken off first. What stayed
 * and went is `from`, what stayed and came is `to`.
 */
export function wordDiff(from: string, to: string): readonly DiffPart[] {
  const a = words(from);
  const b = words(to);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  const parts: DiffPart[] = [];
  push(parts, 'same', a.slice(0, start).join(''));
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length * right.length > CELLS_AT_MOST) {
    push(parts, 'del', left.join(''));
    push(parts, 'ins', right.join(''));
  } else pushMiddle(parts, left, right);
  push(parts, 'same', a.slice(a.length - end).join(''));
  return joinGaps(parts);
}

function pushMiddle(parts: DiffPart[], a: readonly string[], b: readonly string[]): void {
  const width = b.length + 1;
  // lengths[i * width + j]: the longest common run of what follows a[i] and b[j].
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(parts, 'same', a[i] ?? '');
      i++;
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    )
      push(parts, 'del', a[i++] ?? '');
    else push(parts, 'ins', b[j++] ?? '');
  }
}

/** A lone space between two changes is part of them: "~~one~~ ~~two~~" reads worse than "~~one two~~". */
function joinGaps(parts: readonly DiffPart[]): readonly DiffPart[] {
  const joined: DiffPart[] = [];
  let del = '';
  let ins = '';
  const flush = (): void => {
    push(joined, 'del', del);
    push(joined, 'ins', ins);
    del = ins = '';
  };
  parts.forEach((part, index) => {
    if (part.kind === 'del') del += part.text;
    else if (part.kind === 'ins') ins += part.text;
    else if (
      /^\s+$/.test(part.text) &&
      !part.text.includes('\n') &&
      index > 0 &&
      index < parts.length - 1 &&
      del &&
      ins
    ) {
      del += part.text;
      ins += part.text;
    } else {
      flush();
      push(joined, 'same', part.text);
    }
  });
  flush();
  return joined;
}

const tight = (text: string): string => text.replace(/\n{2,}/g, '\n');

/** A difference in few lines, with long stretches that stayed cut to a few words round each change; `…` stands for what is left out. */
export function excerpt(parts: readonly DiffPart[], around = 60): readonly DiffPart[] {
  return parts.map((part, index) => {
    if (part.kind !== 'same' || part.text.length <= around * 2 + 3)
      return { ...part, text: tight(part.text) };
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    const head = isFirst ? '' : part.text.slice(0, around).replace(/\S*$/, '');
    const tail = isLast ? '' : part.text.slice(-around).replace(/^\S*/, '');
    return { kind: 'same', text: tight(`${head}…${tail}`) };
  });
}
