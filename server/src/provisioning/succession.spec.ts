import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { succeed } from './succession.js';

describe('succession in a data directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'succession-'));
  const original = join(folder, 'original');
  const copy = join(folder, 'copy');
  cpSync(mkdtempSync(join(folder, 'empty-')), original, { recursive: true });
  writeFileSync(join(original, 'process.lock'), '');

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('should tell each worker who was there before', () => {
    expect(succeed(original, 'process.lock', 'w1')).toBeNull();
    expect(succeed(original, 'process.lock', 'w2')).toBe('w1');
  });

  it('should not take a worker for dead whose directory was only copied', () => {
    cpSync(original, copy, { recursive: true });
    expect(succeed(copy, 'process.lock', 'w3')).toBeNull();
  });
});
