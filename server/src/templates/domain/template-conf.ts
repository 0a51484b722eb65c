import type { TemplateProblem } from './template.js';

export interface Assignments {
  readonly values: ReadonlyMap<string, string>;
  /** The line of each key, from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly TemplateProblem[];
}

/**
 * Reads the assignments of a `template.conf`. It looks like bash and is never executed: `${NAME:-default}` is the
 * default, `$NAME` an earlier value of the same file, and anything that would run a command is a problem.
 */
export function parseTemplateConf(text: string, file = 'template.conf'): Assignments {
  const values = new Map<string, string>();
  const lines = new Map<string, number>();
  const problems: TemplateProblem[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = row.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, key, raw] = /^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    const value =
      key === undefined || raw === undefined ? 'This is no assignment.' : new ValueReader(raw, values).read();
    if (typeof value === 'string') problems.push({ file, line: index + 1, reason: value });
    else if (key !== undefined) {
      values.set(key, value.text);
      lines.set(key, index + 1);
    }
  }
  return { values, lines, problems };
}

type Quote = 'none' | 'single' | 'double';

/** The right side of one assignment. */
class ValueReader {
  private at = 0;
  private text = '';
  private quote: Quote = 'none';

  constructor(
    private readonly raw: string,
    private readonly known: ReadonlyMap<string, string>,
  ) {}

  /** The value, or what is wrong with it. */
  read(): { readonly text: string } | string {
    while (this.at < this.raw.length) {
      const problem = this.quote === 'single' ? this.inSingleQuotes() : this.next();
      if (problem === 'end') return { text: this.text };
      if (problem !== null) return problem;
    }
    return this.quote === 'none' ? { text: this.text } : 'A quotation mark is never closed.';
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
    else if (character === '\\') this.text += this.take();
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
    const rest = this.raw.slice(this.at).trim();
    return rest === '' || rest.startsWith('#') ? 'end' : 'A value with blanks needs quotes.';
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
