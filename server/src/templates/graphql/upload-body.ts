import type { IncomingMessage } from 'node:http';
import { PayloadTooLargeException, RequestTimeoutException } from '@nestjs/common';
import { sizeText } from '../formats/archive.js';

export interface UploadLimits {
  readonly bytes: number;
  /** Milliseconds in which nothing may come. */
  readonly silenceMs: number;
}

/**
 * Reads a body no further than the limit, whatever the request says of its length, and gives up on one that does not go on:
 * only few are read at once, and nobody may keep others out by saying nothing.
 */
export async function readUpload(request: IncomingMessage, { bytes: limit, silenceMs }: UploadLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const silence = setTimeout(() => {
    request.destroy(new RequestTimeoutException('The upload did not go on.'));
  }, silenceMs);
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // Not destroyed at its end: the refusal has to go out over the same connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      silence.refresh();
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(silence);
  }
}

const tooLarge = (limit: number) => new PayloadTooLargeException(`An archive may have ${sizeText(limit)}.`);
