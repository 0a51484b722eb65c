import type { EventStore, RecordedEvent } from '../event-store/event-store.js';
import { WrongRevision } from '../event-store/event-store.js';
import type { Sealed } from './envelope.js';
import { open, seal } from './envelope.js';
import type { MasterKey } from './master-key.js';
import { vaultEvent } from './vault-event.js';

interface WrappedKey {
  readonly masterKey: string;
  readonly sealed: Sealed;
}

const KEY_STREAMS = 'secretKey-';

/**
 * Wraps every data key with another master key; what they encrypt stays as it is. No other process may use the vault
 * meanwhile. Whatever ends it, it can be begun again: what is done is recognised.
 * @returns how many keys were wrapped anew
 */
export async function rewrapDataKeys(events: EventStore, from: MasterKey, to: MasterKey): Promise<number> {
  let count = 0;
  for (const stream of await keyStreams(events)) {
    if (await rewrap(events, stream, from, to)) count += 1;
  }
  return count;
}

/** The last event of a stream, if there is one. */
export async function lastOf(events: EventStore, stream: string): Promise<RecordedEvent | undefined> {
  for await (const event of events.read(stream, { direction: 'backwards', limit: 1 })) return event;
  return undefined;
}

async function keyStreams(events: EventStore): Promise<Set<string>> {
  const streams = new Set<string>();
  const end = new AbortController();
  const all = events.subscribeToAll({ after: 'start', prefixes: [KEY_STREAMS], signal: end.signal });
  for await (const message of all) {
    if (message.kind === 'event') streams.add(message.event.stream);
    if (message.kind === 'caught-up') end.abort();
  }
  return streams;
}

/** False if it was done before, or there is no such key any more. */
async function rewrap(events: EventStore, stream: string, from: MasterKey, to: MasterKey): Promise<boolean> {
  const last = await lastOf(events, stream);
  if (!last) return false;
  const wrapped = last.data as WrappedKey;
  if (wrapped.masterKey === to.id) return false;
  const dataKey = open(from.bytes, wrapped.sealed, stream);
  const sealed = seal(to.bytes, dataKey, stream);
  const event = vaultEvent('DataKeyWrapped', { masterKey: to.id, sealed });
  try {
    await events.append(stream, last.revision, [event]);
  } catch (error) {
    if (error instanceof WrongRevision) return rewrap(events, stream, from, to);
    throw error;
  }
  // Also for keys whose process died before it could: only the last is kept.
  await events.setStreamMetadata(stream, { maxCount: 1 });
  return true;
}
