import { spawnSync } from 'node:child_process';
import { NotPlainWords, shellWords } from './shell-words.js';

describe('shell words', () => {
  it.each([
    ['', []],
    ['  pct   list\t', ['pct', 'list']],
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`'' ""`, ['', '']],
    [`x'y'"z"`, ['xyz']],
    [`'a'\\''b'`, ["a'b"]],
    [`"\\$HOME \\"q\\" \\n"`, ['$HOME "q" \\n']],
    [`'$(id) \`id\` ; | & > < *'`, ['$(id) `id` ; | & > < *']],
    ["'two\nlines'", ['two\nlines']],
  ])('splits %j as a shell does', (line, words) => {
    expect(shellWords(line)).toEqual(words);
    const shell = spawnSync('sh', ['-c', `for word in ${line}; do printf '%s\\0' "$word"; done`]);
    expect(words.map((word) => `${word}\0`).join('')).toBe(shell.stdout.toString());
  });

  it.each([
    'a; b',
    'a|b',
    'a&b',
    '$x',
    '`x`',
    '"$x"',
    '"`x`"',
    'a>b',
    '(a)',
    'a\nb',
    '*',
    '~',
    '#',
    "'open",
    '"open',
    'a\\',
  ])('refuses %j, which a shell would act on or wait for', (line) => {
    expect(() => shellWords(line)).toThrow(NotPlainWords);
  });
});
