import { EventEmitter } from 'node:events';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Messages } from './messages.ts';

type Create = ReturnType<typeof createAdapter>;

/**
 * socket.io's adapter over Redis. It publishes without waiting, and what it publishes while Redis is away goes nowhere:
 * sockets of this server hear at once all the same, those of others catch up by cursor. While this server is alone it
 * publishes nothing: who comes meanwhile asks again once everybody knows of it (presence.ts).
 */
export function socketAdapter(messages: Messages, scope: string, isAlone: () => boolean): Create | undefined {
  if (!messages.subscriptions) return undefined;
  // The adapter neither waits for its publishing nor looks whether it failed.
  const publisher = Object.assign(new EventEmitter(), {
    publish: (channel: string, message: string | Buffer) => messages.publish(channel, message),
  });
  const create = createAdapter(publisher, messages.subscriptions, { key: `sockets:${scope}` });
  // socket.io says `new` to it, which an arrow does not take.
  return function adapterOf(namespace: Parameters<Create>[0]): ReturnType<Create> {
    const adapter = create(namespace);
    const broadcast = adapter.broadcast.bind(adapter);
    adapter.broadcast = (packet, options) =>
      broadcast(packet, isAlone() ? { ...options, flags: { ...options.flags, local: true } } : options);
    return adapter;
  };
}
