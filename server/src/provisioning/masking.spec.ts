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

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
