import type { TemplateProblem } from './template.js';

export interface Assignments {
  readonly values: ReadonlyMap<string, string>;
  /** The line of each key, from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly TemplateProblem[];
}

/**
 * Reads the assignments of a `template.conf`. It looks like bash and is never executed: `${NAME:-default}` is the
 * default, `$NAME` an earlier value of the same file, and anything that would run a command is a problem. A value in
 * quotes may have several lines.
 */
export function parseTemplateConf(text: string, file = 'template.conf'): Assignments {
  const values = new Map<string, string>();
  const lines = new Map<string, number>();
  const problems: TemplateProblem[] = [];
  let rest = text.replaceAll('\r\n', '\n');
  for (let line = 1; rest !== ''; ) {
    const { taken, key, value } = readLine(rest, values);
    if (typeof value === 'string') problems.push({ file, line, reason: value });
    else if (value !== null && key !== undefined) {
      values.set(key, value.text);
      lines.set(key, line);
    }
    line += taken.split('\n').length - 1;
    rest = rest.slice(taken.length);
  }
  return { values, lines, problems };
}

/** The next line, or as many as its value has. The value is null where there is nothing to read, or what is wrong. */
function readLine(text: string, known: ReadonlyMap<string, string>) {
  const line = /^[^\n]*\n?/.exec(text)?.[0] ?? text;
  if (/^\s*(#|$)/.test(line)) return { taken: line, value: null };
  const [start, key] = /^[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_]\w*)=/.exec(line) ?? [];
  if (start === undefined) return { taken: line, value: 'This is no assignment.' };
  const value = new ValueReader(text.slice(start.length), known).read();
  if (typeof value === 'string') return { taken: line, value };
  return { taken: text.slice(0, start.length + value.length), key, value };
}

type Quote = 'none' | 'single' | 'double';

/** The right side of one assignment, with everything behind it. */
class ValueReader {
  private at = 0;
  private text = '';
  private quote: Quote = 'none';

  constructor(
    private readonly raw: string,
    private readonly known: ReadonlyMap<string, string>,
  ) {}

  /** The value and how much of the text it took, or what is wrong with it. */
  read(): { readonly text: string; readonly length: number } | string {
    while (this.at < this.raw.length) {
      const problem = this.quote === 'single' ? this.inSingleQuotes() : this.next();
      if (problem === 'end') return { text: this.text, length: this.at };
      if (problem !== null) return problem;
    }
    if (this.quote !== 'none') return 'A quotation mark is never closed.';
    return { text: this.text, length: this.at };
  }

  private inSingleQuotes(): null {
    const character = this.take();
    if (character === "'") this.quote = 'none';
    else this.text += character;
    return null;
  }

  private next(): string | null {
    const character = this.take();
    if (character === '"') this.quote = this.quote === 'double' ? 'none' : 'double';
    else if (character === "'" && this.quote === 'none') this.quote = 'single';
    else if (character === '\\') this.text += this.take().replace('\n', '');
    else if (character === '$') return this.expansion();
    else if (character === '`') return COMMAND;
    else if (this.quote === 'none') return this.unquoted(character);
    else this.text += character;
    return null;
  }

  private unquoted(character: string): string | null {
    if (!/\s/.test(character)) {
      if (/[;&|<>()]/.test(character))
        return `${character} has a meaning to a shell: put the value in quotes.`;
      this.text += character;
      return null;
    }
    if (character === '\n') return 'end';
    // To the end of the line.
    const [rest = ''] = /^[^\n]*\n?/.exec(this.raw.slice(this.at)) ?? [];
    this.at += rest.length;
    return /^\s*(#|$)/.test(rest) ? 'end' : 'A value with blanks needs quotes.';
  }

  /** Behind a dollar sign. */
  private expansion(): string | null {
    const rest = this.raw.slice(this.at);
    if (rest.startsWith('(')) return COMMAND;
    const [all, braced, operator, fallback, plain] =
      /^(?:\{([A-Za-z_]\w*)(?:(:?-)([^{}$`]*))?\}|([A-Za-z_]\w*))/.exec(rest) ?? [];
    if (all === undefined) return 'Only ${NAME}, ${NAME:-default} and $NAME are understood.';
    this.at += all.length;
    const value = operator === undefined ? this.known.get(braced ?? plain ?? '') : fallback;
    this.text += (value ?? '').replace(/^(["'])(.*)\1$/, '$2');
    return null;
  }

  private take(): string {
    return this.raw[this.at++] ?? '';
  }
}

const COMMAND = 'Commands are not executed here: write the value itself.';
