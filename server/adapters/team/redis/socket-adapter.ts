import { EventEmitter } from 'node:events';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Messages } from './messages.ts';

/**
 * socket.io's adapter over Redis. It publishes without waiting, and what it publishes while Redis is away goes nowhere:
 * sockets of this server hear at once all the same, those of others catch up by cursor.
 */
export function socketAdapter(
  messages: Messages,
  scope: string,
): ReturnType<typeof createAdapter> | undefined {
  if (!messages.subscriber) return undefined;
  // The adapter neither waits for its publishing nor looks whether it failed.
  const publisher = Object.assign(new EventEmitter(), {
    publish: (channel: string, message: string | Buffer) => messages.publish(channel, message),
  });
  return createAdapter(publisher, messages.subscriber, { key: `sockets:${scope}` });
}
