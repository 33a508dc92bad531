import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Koa from 'koa';
import { Server } from 'socket.io';

/**
 * What a team's server is measured against: bare Koa that sends bytes it has, by their name in the folder that it is given
 * (`.gz`: compressed before), and bare socket.io that tells everybody.
 */
const folder = process.env['BODIES'] ?? '';
const bodies = new Map(
  readdirSync(folder).map((name) => [`/${name}`, readFileSync(path.join(folder, name))]),
);
const ETAG = '"reference"';

const app = new Koa();
app.use((ctx) => {
  ctx.set('etag', ETAG);
  if (ctx.get('if-none-match') === ETAG) {
    ctx.status = 304;
    return;
  }
  ctx.type = 'application/json; charset=utf-8';
  if (ctx.path.endsWith('.gz')) ctx.set('content-encoding', 'gzip');
  ctx.body = bodies.get(ctx.path) ?? '{}';
  if (ctx.path === '/tell') io.emit('task-event', frame);
});
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
// A part of the bench may pause for longer than the 5 s after which Node closes a connection.
server.keepAliveTimeout = 600_000;
const io = new Server(server);
const frame = JSON.parse(String(bodies.get('/task') ?? '{}')) as unknown;
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`ready: http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
process.on('SIGTERM', () => process.exit(0));
