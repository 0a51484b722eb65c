import { createHmac } from 'node:crypto';

/** The key that wraps all others. It is never stored in the event store. */
export interface MasterKey {
  /** Names the key without telling anything about it. */
  readonly id: string;
  readonly bytes: Buffer;
}

export const MASTER_KEY_BYTES = 32;

export function masterKey(bytes: Buffer): MasterKey {
  if (bytes.length !== MASTER_KEY_BYTES) throw new Error('The master key must have 32 bytes.');
  const id = createHmac('sha256', bytes).update('infrahaus master key id').digest('hex').slice(0, 16);
  return { id, bytes };
}
