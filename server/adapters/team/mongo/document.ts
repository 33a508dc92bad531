import { Long, UUID } from 'mongodb';
import type { EventRecord } from '../../../contract/events.ts';
import { extended } from '../../../ports/extended.ts';
import type { Numbered } from '../postgres/changes-reader.ts';

/** An event as `event_logs` keeps it. */
export interface EventDocument {
  /** The event's id: what arrives twice is kept once. */
  readonly _id: UUID;
  readonly type: EventRecord['type'];
  readonly actorId: string | null;
  readonly entityId: string;
  readonly entityType: EventRecord['entityType'];
  readonly payload: EventRecord['payload'] | { readonly json: string };
  readonly metadata: EventRecord['metadata'] & { readonly timestamp: Date };
  readonly correlationId: string | null;
  /** When it happened, as metadata.timestamp. Events are never altered, so updatedAt is the same. */
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The order of writing, for events of one instant. */
  readonly sequence: Long | number;
}

const DEEPEST = 50;

/** Whether every server that speaks MongoDB's protocol takes a value as it is: some refuse `$` and `.` in names. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((one) => isPlain(one, depth + 1));
  return Object.entries(value).every(
    ([key, one]) => !key.startsWith('$') && !key.includes('.') && isPlain(one, depth + 1),
  );
}

export function toDocument({ event, sequence }: Numbered): EventDocument {
  const at = new Date(event.at);
  const { id, type, actorId, entityId, entityType, payload, metadata, correlationId } = event;
  return {
    _id: new UUID(id),
    type,
    actorId,
    entityId,
    entityType,
    payload: isPlain(payload) ? payload : { json: JSON.stringify(payload) },
    metadata: extended(metadata, { timestamp: at }),
    correlationId,
    createdAt: at,
    updatedAt: at,
    sequence: Long.fromNumber(sequence),
  };
}

export function fromDocument(document: EventDocument): Numbered {
  const { _id, payload, metadata, createdAt, sequence, ...rest } = document;
  const { timestamp: _, ...kept } = metadata;
  return {
    sequence: Number(sequence),
    event: {
      id: _id.toString(),
      type: rest.type,
      actorId: rest.actorId,
      entityType: rest.entityType,
      entityId: rest.entityId,
      payload: 'json' in payload ? (JSON.parse(payload.json) as EventRecord['payload']) : payload,
      metadata: kept,
      correlationId: rest.correlationId,
      at: createdAt.toISOString(),
    },
  };
}
