import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { isSafeLink, platform } from '../platform/index.ts';
import { StatusRing } from './glyphs.tsx';

export interface MarkdownProps {
  readonly text: string;
  /** A checkbox was pressed; `line` is its line in the text, from 1. Without it they are for reading only. */
  readonly onCheck?: (line: number, isDone: boolean) => void;
}

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

/** Renders safely: no raw HTML, links only to http, https and mailto and opened outside, pictures only from https. */
export function Markdown({ text, onCheck }: MarkdownProps) {
  const { t } = useTranslation();
  const components: Components = {
    a: ({ href, children }) => <Link href={href}>{children}</Link>,
    ul: ({ className, children }) => (
      <ul className={className?.includes('contains-task-list') ? 'checks' : 'bullets'}>{children}</ul>
    ),
    li: ({
      className,
      children,
      node,
    }: { className?: string | undefined; children?: ReactNode } & ExtraProps) => {
      const box = node?.children.find((child) => child.type === 'element' && child.tagName === 'input');
      const inner = node?.children.find((child) => child.type === 'element' && child.tagName === 'p');
      const nested =
        inner?.type === 'element'
          ? inner.children.find((child) => child.type === 'element' && child.tagName === 'input')
          : undefined;
      const found = box ?? nested;
      if (!className?.includes('task-list-item') || found?.type !== 'element') return <li>{children}</li>;
      const isDone = Boolean(found.properties['checked']);
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
    },
    // The ring stands for it.
    input: () => null,
    img: ({ src, alt }) =>
      typeof src === 'string' && src.startsWith('https:') ? (
        <img src={src} alt={alt ?? ''} loading="lazy" referrerPolicy="no-referrer" />
      ) : (
        <span>{alt}</span>
      ),
  };
  return (
    <div className="md">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components} skipHtml>
        {text}
      </ReactMarkdown>
    </div>
  );
}
