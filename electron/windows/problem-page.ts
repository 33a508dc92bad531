import { sentence } from '../../server/contract/sentences.ts';
import type { ServerState } from '../ipc/contract.ts';
import { actionLink, type Action } from '../security/navigation.ts';
import type { Words } from '../words.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * The page that stands in the window while there is no server to show: what is so, what to do, and buttons that are
 * links, so that it runs no script and needs no bridge.
 */
export function problemPage(state: ServerState, words: Words): string {
  const failure = state.state === 'failed' ? state : null;
  const title = failure
    ? sentence(words.failure, failure)
    : state.state === 'restarting'
      ? words.restarting
      : words.starting;
  const button = (action: Action, label: string): string =>
    `<a href="${actionLink(action)}">${escape(label)}</a>`;
  const rest = failure
    ? `<p>${escape(sentence(words.failureAdvice, failure))}</p><nav>${button('retry', words.retry)}${button('show-log', words.showLog)}${button('quit', words.quit)}</nav>`
    : '';
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>TaskFlow</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 0 32px; box-sizing: border-box }
main { max-width: 480px } h1 { font-size: 18px; margin: 0 0 8px } nav { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 16px }
a { color: inherit; text-decoration: none; border: 1px solid currentColor; border-radius: 6px; padding: 6px 12px }
a:focus-visible { outline: 2px solid; outline-offset: 2px }
</style></head><body><main role="${failure ? 'alert' : 'status'}"><h1>${escape(title)}</h1>${rest}</main></body></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
