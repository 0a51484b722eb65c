import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../event-store/event-store.js';

/** An event of the vault. Its data are ciphertexts and references only. */
export function vaultEvent(type: string, data: object): NewEvent {
  const id = randomUUID();
  return {
    id,
    type,
    data,
    metadata: {
      version: 1,
      commandId: id,
      correlationId: id,
      causationId: id,
      actor: 'system',
      at: new Date().toISOString(),
    },
  };
}
