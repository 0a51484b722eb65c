import { MAX_REVISION } from './event.js';

/** How much of a stream is shown, as its metadata say. */
export interface Truncation {
  /** `$tb`: the first revision that is shown. */
  readonly before: bigint;
  /** `$maxCount`: how many of the last events are shown. */
  readonly maxCount: bigint | null;
  /** `$maxAge`, in milliseconds. */
  readonly maxAgeMs: number | null;
}

const EVERYTHING: Truncation = { before: 0n, maxCount: null, maxAgeMs: null };
/** Of a metadata stream only the last event counts. */
const LAST_ONE: Truncation = { before: 0n, maxCount: 1n, maxAgeMs: null };

export const isMetadataStream = (stream: string) => stream.startsWith('$$');
export const metadataStreamOf = (stream: string) => `$$${stream}`;
/** The stream that a metadata stream is about. */
export const subjectOf = (metadataStream: string) => metadataStream.slice(2);

/** @param data the last event of the metadata stream, if there is one; what is not understood limits nothing */
export function truncationOf(stream: string, data: Uint8Array | null): Truncation {
  if (isMetadataStream(stream)) return LAST_ONE;
  if (!data) return EVERYTHING;
  const metadata = parse(data);
  const natural = (name: string) => {
    const value = metadata[name];
    return typeof value === 'number' && value >= 0 ? Math.trunc(value) : null;
  };
  const before = natural('$tb') ?? 0;
  const maxCount = natural('$maxCount');
  const maxAge = natural('$maxAge');
  return {
    // A JavaScript number cannot tell the highest 64-bit integer from its neighbours; nothing real comes near it.
    before: before >= Number.MAX_SAFE_INTEGER ? MAX_REVISION : BigInt(before),
    maxCount: maxCount === null ? null : BigInt(maxCount),
    maxAgeMs: maxAge === null ? null : maxAge * 1000,
  };
}

/** The same metadata with another `$tb`. */
export function withTruncateBefore(data: Uint8Array | null, before: bigint): Uint8Array {
  const metadata = data ? parse(data) : {};
  delete metadata['$tb'];
  // JSON.stringify cannot write the highest 64-bit integer, so the number is put in by hand.
  const others = JSON.stringify(metadata).slice(1, -1);
  return Buffer.from(`{"$tb":${before}${others === '' ? '' : `,${others}`}}`);
}

function parse(data: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return {};
  }
}
