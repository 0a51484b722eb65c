import type { SQLOutputValue } from 'node:sqlite';
import { checksumOf, DamagedEvent } from './checksum.js';
import type { StoredEvent } from './event.js';

/** Selects whole events, as `toEvent` takes them; to be continued with a condition and an order. */
export const SELECT_EVENTS = `SELECT e.position, s.name AS stream, e.revision, e.id, e.type, e.content_type, e.created,
  e.data, e.metadata, e.checksum FROM events e JOIN streams s ON s.id = e.stream`;

/** Throws if the event is not what was stored; one of a version that knew no checksums is believed. */
export function toEvent(row: Record<string, SQLOutputValue>): StoredEvent {
  const event = {
    id: String(row['id']),
    stream: String(row['stream']),
    revision: toBigInt(row['revision']),
    position: toBigInt(row['position']),
    type: String(row['type']),
    contentType: String(row['content_type']),
    created: Number(row['created']),
    data: toBytes(row['data']),
    metadata: toBytes(row['metadata']),
  };
  const stored = row['checksum'];
  if (stored !== null && Number(stored) !== checksumOf(event.stream, event.revision, event.created, event))
    throw new DamagedEvent(event);
  return event;
}

export const toBigInt = (value: unknown) => (typeof value === 'bigint' ? value : BigInt(Number(value)));
const toBytes = (value: unknown) => (value instanceof Uint8Array ? value : new Uint8Array());
