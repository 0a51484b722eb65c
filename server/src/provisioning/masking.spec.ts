import { Masking } from './masking.js';

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
});
