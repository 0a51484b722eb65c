/** A line longer than this is cut into several, so that a program that never ends its line cannot fill the memory. */
const MAX_LINE_BYTES = 16 * 1024;
const LINE_FEED = 0x0a;

export interface OutputLine {
  readonly text: string;
  /** The byte offset in the output behind this line. */
  readonly nextOffset: number;
}

/** Makes lines out of the bytes of an output, whatever the borders of the chunks. */
export class LineSplitter {
  private rest: Buffer = Buffer.alloc(0);

  /** @param offset where in the output the first byte is */
  constructor(private offset: number) {}

  /** Behind the last complete line: where to go on after a lost connection. */
  get lineOffset(): number {
    return this.offset;
  }

  push(chunk: Buffer): OutputLine[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const lines: OutputLine[] = [];
    for (;;) {
      const end = this.rest.indexOf(LINE_FEED);
      if (end >= 0 && end <= MAX_LINE_BYTES) lines.push(this.take(end, end + 1));
      else if (this.rest.length > MAX_LINE_BYTES) lines.push(this.takePart());
      else return lines;
    }
  }

  /** The last line, which had no end. */
  end(): OutputLine[] {
    return this.rest.length === 0 ? [] : [this.take(this.rest.length, this.rest.length)];
  }

  private take(length: number, consumed: number): OutputLine {
    const text = readable(this.rest.subarray(0, length));
    this.rest = this.rest.subarray(consumed);
    this.offset += consumed;
    return { text, nextOffset: this.offset };
  }

  /** Cuts between characters, not within one. */
  private takePart(): OutputLine {
    let length = MAX_LINE_BYTES;
    while (length > MAX_LINE_BYTES - 4 && ((this.rest[length] ?? 0) & 0xc0) === 0x80) length -= 1;
    return this.take(length, length);
  }
}

/** What a terminal would show in the end: the text behind the last carriage return; broken UTF-8 becomes U+FFFD. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1).replaceAll('\0', '');
}
