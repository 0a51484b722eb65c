import { LineMasking, Masking } from './masking.js';

describe('masking', () => {
  const masking = new Masking();
  masking.add('s3cret/pass word+');
  masking.add('-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----');
  masking.add('abc');

  it('should hide a secret wherever it stands, and leave the rest', () => {
    expect(masking.apply('+ echo s3cret/pass word+ done')).toBe('+ echo •••••• done');
  });

  it('should hide it as part of a URL and in base64 at any alignment', () => {
    expect(masking.apply(`https://h/?p=${encodeURIComponent('s3cret/pass word+')}`)).toBe(
      'https://h/?p=••••••',
    );
    for (const before of ['', 'u', 'us', 'use:']) {
      const encoded = Buffer.from(`${before}s3cret/pass word+:x`).toString('base64');
      expect(masking.apply(encoded)).toContain('••••••');
    }
  });

  it('should hide each line of a secret of several lines', () => {
    expect(masking.apply('abcdefgh')).toBe('••••••');
  });

  it('should not treat a value of a few characters as a secret', () => {
    expect(masking.apply('abc')).toBe('abc');
  });

  const HARD = `it's a "p&ss" $word\\`;
  const xtrace = "it'\\''s a \"p&ss\" $word\\";
  it.each([
    ['bash -x', `+ echo '${xtrace}'`],
    ['printf %q', `it\\'s\\ a\\ \\"p\\&ss\\"\\ \\$word\\\\`],
    ['JSON', JSON.stringify({ key: HARD })],
    ['a URL', `https://h/?p=${encodeURIComponent(HARD)}`],
    ['a form', new URLSearchParams({ p: HARD }).toString()],
    ['a URL with small letters', `p=${encodeURIComponent(HARD).toLowerCase()}`],
    ['base64url', Buffer.from(`u:${HARD}`).toString('base64url')],
  ])('should hide a secret with special characters in %s', (_, text) => {
    const hard = new Masking();
    hard.add(HARD);
    expect(hard.apply(text)).toContain('••••••');
    expect(hard.apply(text)).not.toMatch(/p.?ss.*word/);
  });

  describe('of an output', () => {
    const secret = 'correct-horse-battery-staple-0123456789-and-some-more-that-makes-it-long';
    const known = new Masking();
    known.add(secret);
    const through = (lines: readonly string[]) => {
      const output = new LineMasking(known);
      return [...lines.flatMap((line) => output.push(line)), ...output.release()];
    };

    it.each([4, 7, 20, 76])('should hide a secret that is broken after every %i characters', (width) => {
      const lines = `before ${secret} after`.match(new RegExp(`.{1,${String(width)}}`, 'g'))!;
      const shown = through(lines);
      expect(shown).toHaveLength(lines.length);
      expect(shown.join('')).not.toMatch(/horse|battery|staple|long/);
      expect(shown.join('')).toMatch(/^before •+ after$/);
    });

    it('should hide it in the broken lines of base64', () => {
      const encoded = Buffer.from(`user=admin\npassword=${secret}\nurl=x\n`).toString('base64');
      const lines = encoded.match(/.{1,76}/g)!;
      const decoded = Buffer.from(through(lines).join('').replaceAll('•', ''), 'base64').toString('latin1');
      expect(decoded).not.toMatch(/horse|batt|staple/);
    });

    it('should hold a line back only while its end may be the beginning of a secret', () => {
      const output = new LineMasking(known);
      expect(output.push('nothing here!')).toEqual(['nothing here!']);
      expect(output.push('it is correct-')).toEqual([]);
      expect(output.push('or not')).toEqual(['it is correct-', 'or not']);
    });

    it.each([1, 3, 4, 20, 40])(
      'should hide a secret whose halves come long after each other, broken after %i',
      (at) => {
        const output = new LineMasking(known);
        const first = [...output.push(`it is ${secret.slice(0, at)}`), ...output.release()];
        const second = [...output.push(`${secret.slice(at)} and more`), ...output.release()];
        // Fewer than four characters are no secret, and they may be anything.
        expect(first).toEqual([`it is ${at < 4 ? secret.slice(0, at) : '••••••'}`]);
        expect(second).toEqual(['•••••• and more']);
      },
    );

    it('should hide one that comes in many pieces, each of them too late', () => {
      const output = new LineMasking(known);
      const shown = secret.match(/.{1,6}/g)!.flatMap((piece) => [...output.push(piece), ...output.release()]);
      expect(shown.join('')).toMatch(/^•+$/);
      expect([...output.push('correct'), ...output.release()]).toEqual(['••••••']);
      expect([...output.push('ly said'), ...output.release()]).toEqual(['ly said']);
    });

    it.each([
      ['xxd -p', (hex: string[]) => hex.join('').match(/.{1,60}/g)!],
      ['od -An -tx1', (hex: string[]) => inLines(hex, (row) => ` ${row.join(' ')}`)],
      [
        'hexdump -C',
        (hex: string[]) =>
          inLines(
            hex,
            (row, at) =>
              `${at.toString(16).padStart(8, '0')}  ${row.slice(0, 8).join(' ')}  ${row.slice(8).join(' ')}`,
          ),
      ],
      [
        'xxd',
        (hex: string[]) =>
          inLines(
            hex,
            (row, at) =>
              `${at.toString(16).padStart(8, '0')}: ${row
                .join('')
                .match(/.{1,4}/g)!
                .join(' ')}`,
          ),
      ],
      [
        'od -x',
        (hex: string[]) =>
          inLines(
            hex,
            (row, at) =>
              `${at.toString(8).padStart(7, '0')} ${swapped(row)
                .join('')
                .match(/.{1,4}/g)!
                .join(' ')}`,
          ),
      ],
    ])('should hide it in a dump by %s', (name, dump) => {
      for (const before of ['', 'x', 'password=']) {
        const hex = [...Buffer.from(`${before}${secret}`)].map((byte) => byte.toString(16).padStart(2, '0'));
        const shown = through(dump(hex)).join('\n');
        const digits = shown.replace(/^[0-9a-f]{7,8}:? /gm, '').replace(/[^0-9a-f]/g, '');
        const bytes = name === 'od -x' ? swapped(digits.match(/../g) ?? []).join('') : digits;
        const left = Buffer.from(bytes, 'hex').toString();
        expect(left).not.toMatch(/horse|battery|staple/);
        expect(shown).toContain('••••••');
      }
    });

    it('should hide a secret that was registered while a line waited', () => {
      const output = new LineMasking(known);
      output.push('it is c');
      known.add('late-secret');
      expect([...output.push('late-secret'), ...output.release()]).toEqual(['it is c', '••••••']);
    });

    it('should lose, add and reorder nothing of random lines, and show no secret whole', () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const random = randomFrom(seed);
      for (let round = 0; round < 300; round++) {
        const text = Array.from({ length: 30 }, () =>
          random() < 0.2 ? secret : 'coreth-01 '[Math.floor(random() * 10)],
        ).join('');
        const lines: string[] = [];
        for (let at = 0; at < text.length;) {
          const length = 1 + Math.floor(random() * 40);
          lines.push(text.slice(at, at + length));
          at += length;
        }
        const shown = through(lines);
        const why = `seed ${String(seed)}, round ${String(round)}`;
        expect([why, shown.length]).toEqual([why, lines.length]);
        expect([why, shown.join('').includes('horse')]).toEqual([why, false]);
        expect([why, shown.join('').replace(/•+/g, '')]).toEqual([why, text.replaceAll(secret, '')]);
      }
    });
  });
});

function inLines(hex: string[], line: (row: string[], at: number) => string): string[] {
  return Array.from({ length: Math.ceil(hex.length / 16) }, (_, index) =>
    line(hex.slice(index * 16, index * 16 + 16), index * 16),
  );
}

/** The bytes as they stand in the words of a little-endian processor; a last one alone is filled up. */
function swapped(bytes: readonly string[]): string[] {
  return bytes.flatMap((byte, at) => (at % 2 === 0 ? [bytes[at + 1] ?? '00', byte] : []));
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
