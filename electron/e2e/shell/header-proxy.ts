import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

type Header = Record<string, string>;

/** An HTTP proxy on a free port, in front of what a Chromium asks for. */
export interface HeaderProxy {
  readonly server: string;
  close(): Promise<void>;
}

const plain = (headers: IncomingMessage['headers']): Header =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'proxy-connection' ? [] : [[name, String(value)]],
    ),
  );

function pairs(raw: readonly string[]): string {
  let text = '';
  for (let at = 0; at < raw.length; at += 2) text += `${raw[at]}: ${raw[at + 1]}\r\n`;
  return text;
}

/**
 * What `onBeforeSendHeaders` is in Electron, for a Chromium of Playwright: every request, those of websockets and those
 * that outlive their page too, leaves with the headers that `headersOf` gives it, and the page sees none of them.
 */
export async function headerProxy(headersOf: (url: string, headers: Header) => Header): Promise<HeaderProxy> {
  const sockets = new Set<Duplex>();
  /** The same request again, on its way to where it was meant for. */
  const onward = (incoming: IncomingMessage, scheme: 'http' | 'ws') => {
    const url = new URL(incoming.url ?? '/', `${scheme}://${incoming.headers.host ?? ''}`);
    return request({
      host: url.hostname,
      port: url.port,
      method: incoming.method,
      path: url.pathname + url.search,
      headers: headersOf(url.href, plain(incoming.headers)),
    });
  };
  const proxy = createServer((incoming, answer) => {
    const sent = onward(incoming, 'http');
    sent.on('error', () => answer.destroy());
    sent.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on('error', () => answer.destroy());
      response.pipe(answer);
    });
    incoming.pipe(sent);
  });
  proxy.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
    const sent = onward(incoming, 'ws');
    sent.on('error', () => socket.destroy());
    sent.on('response', (response) => socket.end(`HTTP/1.1 ${response.statusCode} No\r\n\r\n`));
    sent.on('upgrade', (response, upstream, head) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${pairs(response.rawHeaders)}\r\n`);
      if (head.length > 0) socket.write(head);
      for (const [from, to] of [
        [socket, upstream],
        [upstream, socket],
      ] as const)
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
      upstream.pipe(socket).pipe(upstream);
    });
    sent.end();
  });
  // Chromium asks for a tunnel for each websocket; what comes through it is a request like any other.
  proxy.on('connect', (_incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    proxy.emit('connection', socket);
  });
  proxy.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    server: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
