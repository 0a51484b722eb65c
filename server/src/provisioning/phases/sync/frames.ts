/** What `supervise.sh follow` sends; see there. */
export type Frame =
  | { readonly kind: 'secrets'; readonly body: Buffer }
  | { readonly kind: 'stdout' | 'stderr'; readonly offset: number; readonly body: Buffer }
  | { readonly kind: 'result'; readonly body: Buffer }
  | {
      readonly kind: 'exit';
      readonly exitCode: number;
      readonly reason: string;
      readonly durationMs: number;
    }
  | { readonly kind: 'interrupted' };

const MAX_HEADER_BYTES = 200;
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** What came is nothing that `supervise.sh follow` sends. */
export class NoFrame extends Error {
  override readonly name = 'NoFrame';
}

/** Cuts the stream of a follower into frames, whatever the borders of the chunks. Throws `NoFrame` on anything else. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Frame[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const next = this.next();
      if (next === 'incomplete') return frames;
      if (next !== 'sign of life') frames.push(next);
    }
  }

  private next(): Frame | 'incomplete' | 'sign of life' {
    const end = this.rest.indexOf(0x0a);
    if (end < 0) {
      if (this.rest.length > MAX_HEADER_BYTES) throw new NoFrame('The follower sent no frame.');
      return 'incomplete';
    }
    const [letter = '', ...fields] = this.rest.subarray(0, end).toString('latin1').split(' ');
    const length = bodyLength(letter, fields);
    if (this.rest.length < end + 1 + length) return 'incomplete';
    const body = this.rest.subarray(end + 1, end + 1 + length);
    this.rest = this.rest.subarray(end + 1 + length);
    return frameOf(letter, fields, body);
  }
}

function bodyLength(letter: string, fields: readonly string[]): number {
  const last = { S: fields[0], R: fields[0], O: fields[1], E: fields[1] }[letter];
  const length = Number(last ?? 0);
  if (!Number.isSafeInteger(length) || length < 0 || length > MAX_BODY_BYTES) {
    throw new NoFrame('The follower sent a frame without a length.');
  }
  return length;
}

function frameOf(letter: string, fields: readonly string[], body: Buffer): Frame | 'sign of life' {
  switch (letter) {
    case 'H':
      return 'sign of life';
    case 'S':
      return { kind: 'secrets', body };
    case 'R':
      return { kind: 'result', body };
    case 'O':
      return { kind: 'stdout', offset: Number(fields[0]), body };
    case 'E':
      return { kind: 'stderr', offset: Number(fields[0]), body };
    case 'I':
      return { kind: 'interrupted' };
    case 'X':
      return {
        kind: 'exit',
        exitCode: Number(fields[0]),
        reason: fields[1] ?? 'exit',
        durationMs: Math.max(0, Number(fields[2] ?? 0)),
      };
    default:
      throw new NoFrame(`The follower sent an unknown frame: ${letter.slice(0, 20)}`);
  }
}
