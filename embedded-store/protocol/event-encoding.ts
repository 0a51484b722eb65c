import type { StoredEvent } from '../log/event.js';

/** .NET ticks of 100 ns, counted from the Unix epoch: what the client expects in `created`. */
const TICKS_PER_MILLISECOND = 10_000;
const KEYS = { type: 'type', contentType: 'content-type', created: 'created' } as const;
/** Room for the tags, lengths and numbers of a message, and for the digits of `created`. */
const OVERHEAD = 256;

/**
 * The bytes of a `ReadResp` with one event whose id is text, as the generated code would write them. Reading is mostly
 * this, and the generated code builds ten objects per event for it. The field numbers are those of streams.proto.
 */
export function encodedEvent(event: StoredEvent): Buffer {
  const writer = new Writer(capacityFor(event));
  const read = writer.open(1);
  const recorded = writer.open(1);
  const id = writer.open(1);
  writer.text(2, event.id);
  writer.close(id);
  const stream = writer.open(2);
  writer.text(3, event.stream);
  writer.close(stream);
  writer.number(3, event.revision);
  writer.number(4, event.position);
  writer.number(5, event.position);
  writer.entry(6, KEYS.type, event.type);
  writer.entry(6, KEYS.contentType, event.contentType);
  writer.entry(6, KEYS.created, `${event.created * TICKS_PER_MILLISECOND}`);
  writer.bytes(7, event.metadata);
  writer.bytes(8, event.data);
  writer.close(recorded);
  writer.number(3, event.position);
  writer.close(read);
  return writer.written();
}

/** A character is at most three bytes of UTF-8. */
const capacityFor = ({ stream, type, contentType, data, metadata }: StoredEvent) =>
  OVERHEAD + data.length + metadata.length + 3 * (stream.length + type.length + contentType.length);

/** Writes fields of protocol buffers (https://protobuf.dev/programming-guides/encoding) one behind the other. */
class Writer {
  private readonly buffer: Buffer;
  private length = 0;

  constructor(capacity: number) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  written(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** Begins a field of which the length is not known yet; four bytes hold it, as a number may be written longer than needed. */
  open(field: number): number {
    this.buffer[this.length] = (field << 3) | 2;
    this.length += 5;
    return this.length;
  }

  close(start: number): void {
    const size = this.length - start;
    this.buffer[start - 4] = (size & 0x7f) | 0x80;
    this.buffer[start - 3] = ((size >>> 7) & 0x7f) | 0x80;
    this.buffer[start - 2] = ((size >>> 14) & 0x7f) | 0x80;
    this.buffer[start - 1] = (size >>> 21) & 0x7f;
  }

  number(field: number, value: bigint): void {
    if (value === 0n) return;
    this.buffer[this.length++] = field << 3;
    let rest = value;
    while (rest > 0x7fff_ffffn) {
      this.buffer[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.varint(Number(rest));
  }

  text(field: number, value: string): void {
    const start = this.open(field);
    this.length += this.buffer.write(value, start, 'utf8');
    this.close(start);
  }

  bytes(field: number, value: Uint8Array): void {
    if (value.length === 0) return;
    this.buffer[this.length++] = (field << 3) | 2;
    this.varint(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  /** An entry of a map. */
  entry(field: number, key: string, value: string): void {
    const start = this.open(field);
    this.text(1, key);
    this.text(2, value);
    this.close(start);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }
}
