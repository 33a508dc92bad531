import { ServerResponse, type IncomingMessage } from 'node:http';

type StoreHeader = (this: ServerResponse, firstLine: string, headers: unknown) => void;

/** Writes the head of an answer in every Node there is, and is in no documentation: where it were missing, nothing is prepared. */
const { _storeHeader: store } = ServerResponse.prototype as { _storeHeader?: StoreHeader };

/**
 * An answer with headers that are the same for many: written once as text, they go out behind the first line as they are.
 * Set one by one, eleven of them took more than all that Koa does for a request (decision 280).
 */
export class PreparedResponse<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> {
  static readonly isPossible = store !== undefined;
  /** Lines of headers, each with its end; none of them is looked at again. */
  prepared = '';

  _storeHeader(firstLine: string, headers: unknown): void {
    store?.call(this, firstLine + this.prepared, headers);
  }
}

/** Headers that go out with an answer unless it is sent otherwise: as one text where the server can do that, else one by one. */
export class PreparedHeaders {
  readonly #text: string;

  constructor(private readonly headers: readonly (readonly [name: string, value: string])[]) {
    this.#text = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  putOn(response: ServerResponse): void {
    if (PreparedResponse.isPossible && response instanceof PreparedResponse) response.prepared = this.#text;
    else for (const [name, value] of this.headers) response.setHeader(name, value);
  }
}
