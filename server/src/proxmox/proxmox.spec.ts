import { isSuccess } from './task-follower.js';
import { parseUpid } from './upid.js';
import { flag, number, text } from './values.js';

describe('values of the Proxmox API', () => {
  it('should be read whether they come as numbers or as text', () => {
    const row = { a: 1, b: '1', c: '12.5', d: true, e: 'x', f: null };
    expect([flag(row, 'a'), flag(row, 'b'), flag(row, 'd'), flag(row, 'c'), flag(row, 'z')]).toEqual([
      ...[true, true, true, false, false],
    ]);
    expect([number(row, 'a'), number(row, 'c'), number(row, 'e'), number(row, 'z')]).toEqual([1, 12.5, 0, 0]);
    expect([text(row, 'a'), text(row, 'e'), text(row, 'f')]).toEqual(['1', 'x', null]);
  });
});

describe('task ids', () => {
  it('should be taken apart, and anything else refused', () => {
    expect(parseUpid('UPID:pve:0000C530:001C9BEC:6572E6F6:vzcreate:104:root@pam!infrahaus:')).toEqual({
      ...{ node: 'pve', startedAt: 0x6572e6f6, type: 'vzcreate', id: '104', user: 'root@pam!infrahaus' },
    });
    expect(parseUpid('UPID:pve')).toBeNull();
  });

  it('should count warnings as success', () => {
    expect(['OK', 'WARNINGS: 2', 'command failed', 'unexpected status'].map(isSuccess)).toEqual([
      ...[true, true, false, false],
    ]);
  });
});
