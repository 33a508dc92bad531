import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import Koa from 'koa';
import { Server } from 'socket.io';

/** What a team's server is measured against: bare Koa that sends bytes it has, and bare socket.io that tells everybody. */
const body = readFileSync(process.env['BODY'] ?? '');
const ETAG = '"reference"';

const app = new Koa();
app.use((ctx) => {
  ctx.set('etag', ETAG);
  if (ctx.get('if-none-match') === ETAG) {
    ctx.status = 304;
    return;
  }
  ctx.type = 'application/json; charset=utf-8';
  ctx.body = body;
  if (ctx.path === '/tell') io.emit('task-event', frame);
});
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
const io = new Server(server);
const frame = (JSON.parse(body.toString()) as { items: unknown[] }).items[0];
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`ready: http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
process.on('SIGTERM', () => process.exit(0));
