const MASK = '••••••';
/** Shorter values would mask half of every log. */
const SHORTEST = 4;

/** Replaces known secrets in text, also where they are written in base64 or in a URL. */
export class Masking {
  private readonly needles = new Set<string>();
  private pattern: RegExp | null = null;

  add(secret: string): void {
    for (const line of secret.split(/\r?\n/)) {
      if (line.length < SHORTEST) continue;
      for (const form of [line, encodeURIComponent(line), ...base64Forms(line)]) this.needles.add(form);
    }
    const longestFirst = [...this.needles].sort((a, b) => b.length - a.length);
    this.pattern =
      longestFirst.length > 0 ? new RegExp(longestFirst.map(RegExp.escape).join('|'), 'g') : null;
  }

  apply(text: string): string {
    return this.pattern ? text.replace(this.pattern, MASK) : text;
  }
}

/** The part of a value's base64 that does not depend on what stands around it, for each of the three alignments. */
function base64Forms(value: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + value)
      .toString('base64')
      .replace(/=+$/, '');
    const stable = encoded.slice(Math.ceil((shift * 4) / 3), -2);
    return stable.length >= SHORTEST * 2 ? [stable] : [];
  });
}
