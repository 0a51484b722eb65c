import { crc32 } from 'node:zlib';
import type { ProposedEvent, StoredEvent } from './event.js';

/** A bit that flips on the disk changes it: SQLite's own checks are of the file's structure, not of what is in it. */
export function checksumOf(
  stream: string,
  revision: bigint,
  created: number,
  { id, type, contentType, data, metadata }: ProposedEvent,
): number {
  const head = crc32(`${stream}\n${revision}\n${created}\n${id}\n${type}\n${contentType}`);
  return crc32(data, metadata.length === 0 ? head : crc32(metadata, head));
}

/** An event is not what was stored. */
export class DamagedEvent extends Error {
  override readonly name = 'DamagedEvent';
  readonly position: bigint;
  constructor({ stream, revision, position }: Pick<StoredEvent, 'stream' | 'revision' | 'position'>) {
    super(
      `Event ${revision} of stream '${stream}' (position ${position}) is damaged on the disk: ` +
        'stop the store and restore a backup (eventstore restore --replace).',
    );
    this.position = position;
  }
}
