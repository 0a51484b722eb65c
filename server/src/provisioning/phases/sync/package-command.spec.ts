import { parseCustomLine, skipReason } from './package-command.js';

describe('a custom line', () => {
  it('keeps the pipes of the install command and takes only a bare number as its limit', () => {
    expect(parseCustomLine('x|which x|curl a | sh|60')).toEqual({
      name: 'x',
      check: 'which x',
      install: 'curl a | sh',
      seconds: 60,
    });
    expect(parseCustomLine('x|which x|curl a | head -n 60')).toMatchObject({ seconds: 300 });
    expect(parseCustomLine('x|true|60')).toMatchObject({ install: '60', seconds: 300 });
    expect(parseCustomLine('x|true')).toBeNull();
  });
});

describe('skipping', () => {
  const group = { name: 'a', packages: [], optional: false };

  it('leaves out other systems’ managers, never npm and pip', () => {
    expect(skipReason({ ...group, manager: 'apk' }, 'apt')).toContain('apk');
    expect(skipReason({ ...group, manager: 'apt' }, 'apt')).toBeNull();
    expect(skipReason({ ...group, manager: 'npm' }, null)).toBeNull();
  });
});
