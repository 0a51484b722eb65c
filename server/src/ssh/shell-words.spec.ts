import { execFileSync } from 'node:child_process';
import { shellWords } from './shell-words.js';

/** What a real shell makes of a command line. */
function readBack(line: string): string[] {
  const output = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

describe('arguments on a command line', () => {
  it('should come back from a shell exactly as they were', () => {
    const hostile = [
      'a b',
      "it's",
      '$(reboot)',
      '`reboot`',
      '"',
      '\\',
      ';',
      '&&',
      '*',
      '~',
      '\n',
      '',
      '-x',
      'ü',
      '!',
    ];
    expect(readBack(shellWords(hostile))).toEqual(hostile);
  });

  it('should come back whatever characters they are made of', () => {
    const seed = Date.now() % 1_000_000;
    let state = seed;
    const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const word = () => String.fromCharCode(...Array.from({ length: next(12) }, () => 1 + next(126)));
    for (let round = 0; round < 50; round++) {
      const words = Array.from({ length: 1 + next(5) }, word);
      expect({ seed, words: readBack(shellWords(words)) }).toEqual({ seed, words });
    }
  });

  it('should be refused with a NUL byte, which no argument can hold', () => {
    expect(() => shellWords(['a\0b'])).toThrow('NUL');
  });
});
