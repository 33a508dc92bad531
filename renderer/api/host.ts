/** What kind of server the window comes from: the one bundled with the app, or a team's. */
export type WindowHost = 'app' | 'team';

/** Reads what the server has put on <html>; Vite's own server puts nothing and stands for the bundled one. */
export function windowHost(html: { readonly dataset: DOMStringMap }): WindowHost {
  return html.dataset['host'] === 'team' ? 'team' : 'app';
}
