import { FrameReader } from './frames.js';
import { LineSplitter } from './line-splitter.js';
import { registeredSecrets } from './registered-secrets.js';

describe('LineSplitter', () => {
  it('gives the same lines and offsets whatever the borders of the chunks', () => {
    const bytes = Buffer.from('grüße\r\n1%\r50%\r100%\n\nlast');
    const whole = new LineSplitter(10);
    const expected = [...whole.push(bytes), ...whole.end()];
    const single = new LineSplitter(10);
    const lines = [...bytes].flatMap((byte) => single.push(Buffer.from([byte])));

    expect([...lines, ...single.end()]).toEqual(expected);
    expect(expected.map(({ text }) => text)).toEqual(['grüße', '100%', '', 'last']);
    expect(expected.at(-1)?.nextOffset).toBe(10 + bytes.length);
  });

  it('leaves colours as they are, and shows what is no UTF-8 as such, over any border', () => {
    const bytes = Buffer.concat([
      Buffer.from('\u001b[31mred\u001b[0m '),
      Buffer.from([0xff, 0xc3, 0x0a, 0x00, 0x61]),
    ]);
    const splitter = new LineSplitter(0);
    const lines = [...bytes].flatMap((byte) => splitter.push(Buffer.from([byte])));

    expect([...lines, ...splitter.end()].map(({ text }) => text)).toEqual([
      '\u001b[31mred\u001b[0m \uFFFD\uFFFD',
      'a',
    ]);
  });

  it('cuts an endless line without cutting a character', () => {
    const splitter = new LineSplitter(0);
    const lines = [...splitter.push(Buffer.from(`a${'ü'.repeat(20_000)}`)), ...splitter.end()];

    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map(({ text }) => text).join('')).toBe(`a${'ü'.repeat(20_000)}`);
  });
});

describe('FrameReader', () => {
  const stream = Buffer.from('H\nS 5\nYQ==\nO 7 4\na\nX\nE 0 1\n!R 3\nx\ty' + 'X 3 timeout 1200\nI\n');

  it('reads frames byte by byte, and is not misled by output that looks like a frame', () => {
    const reader = new FrameReader();
    const frames = [...stream].flatMap((byte) => reader.push(Buffer.from([byte])));

    expect(frames.map(({ kind }) => kind)).toEqual([
      'secrets', 'stdout', 'stderr', 'result', 'exit', 'interrupted',
    ]); // prettier-ignore
    expect(frames[1]).toEqual({ kind: 'stdout', offset: 7, body: Buffer.from('a\nX\n') });
    expect(frames[4]).toEqual({ kind: 'exit', exitCode: 3, reason: 'timeout', durationMs: 1200 });
  });

  it('refuses what is no frame', () => {
    expect(() => new FrameReader().push(Buffer.from('bash: not found\n'))).toThrow('unknown frame');
  });
});

describe('registeredSecrets', () => {
  it('masks each line of a value that has several', () => {
    const body = Buffer.from(`${Buffer.from('first\nsecond').toString('base64')}\n`);
    expect(registeredSecrets(body)).toEqual(['first\nsecond', 'first', 'second']);
  });
});
