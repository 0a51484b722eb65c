import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { EventStore, WrongRevision } from './event-store.js';

/** Bytes per event; as base64 in JSON it stays well below the store's limit of 1 MiB per append. */
const CHUNK_BYTES = 512 * 1024;
const BLOB_IDS = '6f0f2c1e-9d7f-4c56-8d1f-0c6f2d1b7a33';

/** Bodies of scripts and files, each in a stream that is named by its SHA-256. */
@Injectable()
export class BlobStore {
  constructor(private readonly events: EventStore) {}

  /** Stores a body and returns its SHA-256. Storing it again changes nothing. */
  async store(body: Buffer): Promise<string> {
    const sha256 = createHash('sha256').update(body).digest('hex');
    const chunks = Math.max(1, Math.ceil(body.length / CHUNK_BYTES));
    for (let index = 0; index < chunks; index++) {
      const part = body.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      const data = { index, last: index === chunks - 1, base64: part.toString('base64') };
      await this.appendChunk(sha256, index, data);
    }
    return sha256;
  }

  private async appendChunk(sha256: string, index: number, data: object): Promise<void> {
    const id = uuidV5(`${sha256}:${String(index)}`, BLOB_IDS);
    const at = new Date().toISOString();
    const metadata = { version: 1, commandId: id, correlationId: id, causationId: id, actor: 'system', at };
    const expected = index === 0 ? 'no_stream' : BigInt(index - 1);
    try {
      await this.events.append(`blob-${sha256}`, expected, [{ id, type: 'BlobChunkStored', data, metadata }]);
    } catch (error) {
      // The content names the stream: a chunk that is there already is this chunk.
      if (!(error instanceof WrongRevision)) throw error;
    }
  }

  /** The body with this SHA-256. Throws if it is missing or damaged. */
  async read(sha256: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const { data } of this.events.read(`blob-${sha256}`)) {
      parts.push(Buffer.from((data as { base64: string }).base64, 'base64'));
    }
    const body = Buffer.concat(parts);
    if (createHash('sha256').update(body).digest('hex') !== sha256) {
      throw new Error(`The stored body ${sha256} is missing or damaged.`);
    }
    return body;
  }
}
