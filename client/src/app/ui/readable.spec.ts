import {
  readableAge,
  readableBytes,
  readableDuration,
  readableMebibytes,
  readableMoment,
} from './readable.js';

describe('Values for people', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536 * 1024 ** 2, '1.5 GiB'],
    [382 * 1024 ** 3, '382 GiB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(readableBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '0 MiB'],
    [512, '512 MiB'],
    [1536, '1536 MiB'],
    [4096, '4 GiB'],
  ])('%d mebibytes read %s', (mebibytes, text) => {
    expect(readableMebibytes(mebibytes)).toBe(text);
  });

  it.each([
    [-5, '0.0 s'],
    [450, '0.5 s'],
    [12_400, '12 s'],
    [185_000, '3 m 05 s'],
    [3_725_000, '1 h 02 m'],
  ])('%d milliseconds read %s', (ms, text) => {
    expect(readableDuration(ms)).toBe(text);
  });

  it('tells an age in its largest unit', () => {
    const now = Date.UTC(2026, 0, 31, 12);
    const ages = [2, 30, 90, 7200, 200_000].map((s) =>
      readableAge(new Date(now - s * 1000).toISOString(), now),
    );
    expect(ages).toEqual(['just now', '30 s ago', '1 min ago', '2 h ago', '2 d ago']);
  });

  it('tells how far ahead an end is, and how long ago when it has passed', () => {
    const now = Date.UTC(2026, 0, 31, 12);
    const moments = [-7200, 30, 1800, 7200, 30 * 86_400].map((s) =>
      readableMoment(new Date(now + s * 1000).toISOString(), now),
    );
    expect(moments).toEqual(['2 h ago', 'in 1 min', 'in 30 min', 'in 2 h', 'in 30 d']);
  });
});
