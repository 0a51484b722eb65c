import { MAX_REVISION } from './event.js';
import { truncationOf, withTruncateBefore } from './stream-metadata.js';

const bytes = (text: string) => Buffer.from(text);
const EVERYTHING = { before: 0n, maxCount: null, maxAgeMs: null };

describe('the truncation of a stream', () => {
  it('should be what the metadata say', () => {
    expect(truncationOf('s', bytes('{"$tb":3,"$maxCount":5,"$maxAge":2}'))).toEqual({
      before: 3n,
      maxCount: 5n,
      maxAgeMs: 2_000,
    });
  });

  it.each(['', 'not JSON', 'null', '[1]', '{"$tb":"3","$maxCount":-1,"$maxAge":null}'])(
    'should show everything where the metadata are %j',
    (text) => {
      expect(truncationOf('s', bytes(text))).toEqual(EVERYTHING);
    },
  );

  it('should show the last event of a metadata stream', () => {
    expect(truncationOf('$$s', null).maxCount).toBe(1n);
  });

  it('should keep the mark of a deletion exact and leave the rest of the metadata alone', () => {
    const deleted = withTruncateBefore(bytes('{"owner":"somebody","$tb":3}'), MAX_REVISION);
    expect(Buffer.from(deleted).toString()).toBe('{"$tb":9223372036854775807,"owner":"somebody"}');
    expect(truncationOf('s', deleted).before).toBe(MAX_REVISION);
    const again = withTruncateBefore(deleted, 7n);
    expect(Buffer.from(again).toString()).toBe('{"$tb":7,"owner":"somebody"}');
    expect(Buffer.from(withTruncateBefore(null, 1n)).toString()).toBe('{"$tb":1}');
  });
});
