import { randomUUID } from 'node:crypto';
import type { EventStore } from './event-store.js';
import { WrongRevision } from './event-store.js';

/** Grows when an older program could not make sense of the store's contents any more. */
const FORMAT_VERSION = 1;
const STREAM = 'installation';

/** The identity of a store: read models are bound to it, containers carry it in their marker. */
export class Installation {
  constructor(readonly id: string) {}

  /** The identity that the store has, if any. */
  static find(store: EventStore): Promise<Installation | null> {
    return read(store);
  }

  /** Reads the store's identity; the very first process of all makes it. */
  static async open(store: EventStore): Promise<Installation> {
    const found = await read(store);
    if (found) return found;
    const id = randomUUID();
    const at = new Date().toISOString();
    const metadata = { version: 1, commandId: id, correlationId: id, causationId: id, actor: 'system', at };
    const data = { installation: id, formatVersion: FORMAT_VERSION };
    try {
      await store.append(STREAM, 'no_stream', [{ id, type: 'InstallationCreated', data, metadata }]);
      return new Installation(id);
    } catch (error) {
      if (!(error instanceof WrongRevision)) throw error;
      return Installation.open(store);
    }
  }
}

async function read(store: EventStore): Promise<Installation | null> {
  for await (const { data } of store.read(STREAM, { limit: 1 })) {
    const { installation, formatVersion } = data as { installation: string; formatVersion: number };
    if (formatVersion > FORMAT_VERSION) {
      throw new Error(`The event store is of version ${formatVersion}, newer than this program understands.`);
    }
    return new Installation(installation);
  }
  return null;
}
