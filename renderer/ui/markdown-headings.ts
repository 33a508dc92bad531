/** As much of a hast tree as headings need. */
interface Tree {
  type: string;
  tagName?: string;
  children?: Tree[];
}

function headingsOf(tree: Tree): Tree[] {
  const own = tree.type === 'element' && /^h[1-6]$/.test(tree.tagName ?? '') ? [tree] : [];
  return [...own, ...(tree.children ?? []).flatMap(headingsOf)];
}

/**
 * A rehype plugin: the headings of a text follow the task's title (h1) without a gap, whichever levels were written.
 * Screen readers go by levels; people write ### because it looks right.
 */
export function headingsBelowTitle() {
  return (tree: Tree): void => {
    const open: number[] = [];
    for (const heading of headingsOf(tree)) {
      const level = Number(heading.tagName?.[1]);
      while (open.length > 0 && (open.at(-1) ?? 0) >= level) open.pop();
      open.push(level);
      heading.tagName = `h${Math.min(6, open.length + 1)}`;
    }
  };
}
