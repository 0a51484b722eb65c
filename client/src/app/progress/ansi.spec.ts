import { parseAnsi, plainText } from './ansi.js';

const texts = (line: string) => parseAnsi(line).map(({ text }) => text);

describe('A log line', () => {
  it('keeps colours and bold', () => {
    expect(parseAnsi('\u001b[31mno\u001b[0m yes \u001b[1;92mgreat\u001b[22m!')).toEqual([
      { text: 'no', classes: 'ansi-red' },
      { text: ' yes ', classes: '' },
      { text: 'great', classes: 'ansi-bright-green ansi-bold' },
      { text: '!', classes: 'ansi-bright-green' },
    ]);
  });

  it('never becomes a link, whatever terminator the link has', () => {
    const line = '\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u001b\\ me';
    expect(plainText(line)).toBe('click me');
    expect(texts(line).join('')).toBe('click me');
  });

  it('drops titles, cursor movements and other sequences', () => {
    expect(plainText('\u001b]0;owned\u0007a\u001b[2Kb\u001b[10;20Hc\u001b(Bd\u001bPq\u001b\\e')).toBe(
      'abcde',
    );
  });

  it('swallows the rest after a sequence that never ends', () => {
    expect(plainText('before\u001b]8;;http://evil')).toBe('before');
    expect(plainText('before\u001b[31')).toBe('before');
    expect(plainText('before\u001b')).toBe('before');
  });

  it('drops control characters and those that turn the direction of writing', () => {
    expect(plainText('a\u0000b\u0008c\u202Ed\u2066e')).toBe('abcde');
  });

  it('shows what a progress bar wrote last', () => {
    expect(plainText('10 %\r50 %\r100 %\r')).toBe('100 %');
  });

  it('knows the sixteen colours in the long form and drops all others', () => {
    expect(parseAnsi('\u001b[38;5;9ma\u001b[38;5;200mb\u001b[38;2;1;2;3mc\u001b[48;5;1;33md')).toEqual([
      { text: 'a', classes: 'ansi-bright-red' },
      { text: 'b', classes: '' },
      { text: 'c', classes: '' },
      { text: 'd', classes: 'ansi-yellow' },
    ]);
  });

  it('takes an empty style as a reset', () => {
    expect(parseAnsi('\u001b[1ma\u001b[mb')).toEqual([
      { text: 'a', classes: 'ansi-bold' },
      { text: 'b', classes: '' },
    ]);
  });

  it('is read in linear time, however nasty', () => {
    const nasty = '\u001b['.repeat(50_000) + '\u001b]'.repeat(50_000);
    const began = performance.now();
    plainText(nasty);
    parseAnsi(nasty);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
