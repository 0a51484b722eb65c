import { tail } from './container-phase.js';

describe("the end of a program's output", () => {
  it('is all of it where it is short', () => {
    expect(tail(' E: no space left\n')).toBe('E: no space left');
  });

  it('begins with a whole line, so that no half of a secret is in it', () => {
    expect(tail('password=hunter2 again\nE: refused\nE: gave up', 26)).toBe('…E: refused\nE: gave up');
  });

  it('begins with a whole word where there is one line, and shows nothing of a single endless word', () => {
    expect(tail('password=hunter2 was refused', 20)).toBe('…was refused');
    expect(tail('x'.repeat(40), 20)).toBe('…');
  });
});
