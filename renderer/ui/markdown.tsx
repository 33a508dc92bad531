import { createContext, useContext, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { isSafeLink, platform } from '../platform/index.ts';
import { StatusRing } from './glyphs.tsx';
import { headingsBelowTitle } from './markdown-headings.ts';

/** A checkbox was pressed; `line` is its line in the text, from 1. */
type OnCheck = (line: number, isDone: boolean) => void;

export interface MarkdownProps {
  readonly text: string;
  /** Without it checkboxes are for reading only. */
  readonly onCheck?: OnCheck;
}

/** Hands `onCheck` to the items, so that the table of components stays the same and focus survives a change. */
const Check = createContext<OnCheck | undefined>(undefined);

function Link({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  if (!href || !isSafeLink(href)) return <span>{children}</span>;
  return (
    <a
      href={href}
      title={href}
      rel="noopener noreferrer"
      onClick={(event) => {
        event.preventDefault();
        platform.openExternal(href);
      }}
    >
      {children}
    </a>
  );
}

type Node = NonNullable<ExtraProps['node']>;

/** The checkbox of a list item, in it or in its first paragraph. */
function boxOf(item: Node | undefined): Node | undefined {
  const own = (parent: Node | undefined, tag: string): Node | undefined => {
    const found = parent?.children.find((child) => child.type === 'element' && child.tagName === tag);
    return found?.type === 'element' ? found : undefined;
  };
  return own(item, 'input') ?? own(own(item, 'p'), 'input');
}

function Item({
  className,
  children,
  node,
}: { className?: string | undefined; children?: ReactNode } & ExtraProps) {
  const { t } = useTranslation();
  const onCheck = useContext(Check);
  const box = boxOf(node);
  if (!className?.includes('task-list-item') || !box) return <li>{children}</li>;
  const isDone = Boolean(box.properties['checked']);
  const line = node?.position?.start.line ?? 0;
  return (
    <li className={isDone ? 'x' : ''}>
      <button
        type="button"
        className="check"
        role="checkbox"
        aria-checked={isDone}
        aria-label={t('status.done')}
        disabled={!onCheck}
        onClick={() => onCheck?.(line, !isDone)}
      >
        <StatusRing status={isDone ? 'done' : 'todo'} />
      </button>
      <div className="words">{children}</div>
    </li>
  );
}

const COMPONENTS: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  ul: ({ className, children }) => (
    <ul className={className?.includes('contains-task-list') ? 'checks' : 'bullets'}>{children}</ul>
  ),
  li: Item,
  // The ring stands for it.
  input: () => null,
  img: ({ src, alt }) =>
    typeof src === 'string' && src.startsWith('https:') ? (
      <img src={src} alt={alt ?? ''} loading="lazy" referrerPolicy="no-referrer" />
    ) : (
      <span>{alt}</span>
    ),
};

/** Renders safely: no raw HTML, links only to http, https and mailto and opened outside, pictures only from https. */
export function Markdown({ text, onCheck }: MarkdownProps) {
  return (
    <div className="md">
      <Check value={onCheck}>
        <ReactMarkdown
          remarkPlugins={[remarkGfm]}
          rehypePlugins={[headingsBelowTitle]}
          components={COMPONENTS}
          skipHtml
        >
          {text}
        </ReactMarkdown>
      </Check>
    </div>
  );
}
