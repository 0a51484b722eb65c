/** A piece of a log line in one style. `classes` are names of the log viewer's style sheet. */
export interface Span {
  readonly text: string;
  readonly classes: string;
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * Escape sequences of ECMA-48: CSI up to its final byte (group 1: parameters, group 2: final byte), OSC, DCS, SOS, PM
 * and APC strings up to their terminator, and two-byte ones. A string without end swallows the rest, as in a terminal.
 */
const ESCAPE = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])?`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)?`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

interface Style {
  readonly colour: string | null;
  readonly bright: boolean;
  readonly bold: boolean;
}

const PLAIN: Style = { colour: null, bright: false, bold: false };

/**
 * A log line in coloured pieces. Colours and bold are kept; links, cursor movements, titles and every other sequence
 * are dropped, and so are control characters and those that turn the direction of writing.
 */
export function parseAnsi(line: string): readonly Span[] {
  const text = afterLastReturn(line);
  const spans: Span[] = [];
  let style = PLAIN;
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    push(spans, text.slice(from, match.index), style);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = restyled(style, match[1] ?? '');
  }
  push(spans, text.slice(from), style);
  return spans;
}

/** The line as people read it, without any style: for searching, copying and downloading. */
export function plainText(line: string): string {
  return printable(afterLastReturn(line).replace(ESCAPE, ''));
}

/** A progress bar rewrites its line by carriage returns; what stands there in the end counts. */
function afterLastReturn(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf('\r') + 1);
}

function printable(text: string): string {
  return text.replaceAll('\t', '    ').replace(CONTROL, '');
}

function push(spans: Span[], raw: string, style: Style): void {
  const text = printable(raw);
  if (text) spans.push({ text, classes: classesOf(style) });
}

function classesOf({ colour, bright, bold }: Style): string {
  const names = [colour && `ansi-${bright ? 'bright-' : ''}${colour}`, bold && 'ansi-bold'];
  return names.filter(Boolean).join(' ');
}

/** Applies the parameters of one SGR sequence. Colours beyond the sixteen of the palette become the default one. */
function restyled(style: Style, parameters: string): Style {
  const codes = parameters === '' ? [0] : parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const indexed = codes[index + 1] === 5;
      if (code === 38) next = withPalette(next, indexed ? (codes[index + 2] ?? -1) : -1);
      index += indexed ? 2 : 4;
    } else {
      next = withCode(next, code);
    }
  }
  return next;
}

function withCode(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 22) return { ...style, bold: false };
  if (code === 39) return { ...style, colour: null, bright: false };
  if (code >= 30 && code <= 37) return withPalette(style, code - 30);
  if (code >= 90 && code <= 97) return withPalette(style, code - 82);
  return style;
}

function withPalette(style: Style, index: number): Style {
  const colour = index >= 0 && index < 16 ? (COLOURS[index % 8] ?? null) : null;
  return { ...style, colour, bright: colour !== null && index >= 8 };
}
