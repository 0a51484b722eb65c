import type { TemplateProblem } from './template.js';

const decoder = new TextDecoder('utf-8', { fatal: true });
const LINE_END = 0x0a;

/**
 * The text of a template's file, as editors of other systems may have saved it: without a byte order mark, and with the
 * line ends of Unix, because a shell takes a carriage return for a part of its word. A file in another encoding is a
 * problem: nobody can tell what its other characters were.
 */
export function textOf(bytes: Uint8Array, file: string, problems: TemplateProblem[]): string {
  const text = decoded(bytes);
  if (text !== null) return text.replaceAll('\r\n', '\n');
  problems.push({ file, line: firstOther(bytes), reason: 'This is no text in UTF-8: save it in that encoding.' });
  return '';
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that is in another encoding, from 1. No character of UTF-8 holds the byte of a line end. */
function firstOther(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(LINE_END, start);
    if (end < 0 || decoded(bytes.subarray(start, end)) === null) return line;
    start = end + 1;
  }
}
