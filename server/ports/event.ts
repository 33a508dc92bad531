import type { Changes, EventRecord, EventType } from '../contract/events.ts';
import type { Actor, RequestMetadata } from './actor.ts';
import { newId } from './new-id.ts';

/** What an event is made of. */
export interface Act {
  readonly type: EventType;
  readonly actor: Actor | null;
  readonly entityId: string;
  readonly changes: Changes;
  readonly metadata: RequestMetadata;
  readonly at: string;
  /** Of a task: its title then, and its version after the act. */
  readonly title?: string;
  readonly version?: number;
}

/** The record of an act, as stores keep it. */
export function eventOf({ type, actor, entityId, changes, metadata, at, title, version }: Act): EventRecord {
  const kind = type.split('.')[0];
  return {
    id: newId(Date.parse(at)),
    type,
    actorId: actor?.id ?? null,
    entityType: kind === 'user' || kind === 'session' ? kind : 'task',
    entityId,
    payload: {
      changes,
      ...(title === undefined ? {} : { title }),
      ...(version === undefined ? {} : { version }),
    },
    metadata: {
      ...(metadata.userAgent ? { userAgent: metadata.userAgent } : {}),
      ...(metadata.ipAddress ? { ipAddress: metadata.ipAddress } : {}),
      ...(metadata.sessionId ? { sessionId: metadata.sessionId } : {}),
    },
    correlationId: metadata.requestId,
    at,
  };
}
