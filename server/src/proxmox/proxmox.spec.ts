import { errorOf } from './proxmox-error.js';
import { isSuccess } from './task-follower.js';
import { parseUpid } from './upid.js';
import { flag, number, text } from './values.js';

describe('errors of the Proxmox API', () => {
  it.each([
    [401, 'permission denied - invalid PVE ticket', 'PROXMOX.UNAUTHORIZED', false],
    [403, 'Permission check failed (/vms/100, VM.Allocate)', 'PROXMOX.FORBIDDEN', false],
    [400, 'Parameter verification failed.', 'PROXMOX.INVALID_PARAMETER', false],
    [500, "unable to create CT 102 - CT 102 already exists on node 'pve'", 'PROXMOX.ALREADY_EXISTS', false],
    [500, "Configuration file 'nodes/pve/lxc/102.conf' does not exist", 'PROXMOX.NOT_FOUND', false],
    [500, "can't lock file '/run/lock/lxc/pve-config-102.lock' - got timeout", 'PROXMOX.LOCKED', true],
    [500, 'CT is locked (create)', 'PROXMOX.LOCKED', true],
    [596, 'connection timed out', 'PROXMOX.PROXY_FAILED', true],
    [501, "Method 'GET /nope' not implemented", 'PROXMOX.NOT_IMPLEMENTED', false],
    [500, 'something else', 'PROXMOX.FAILED', false],
  ])('should tell status %d "%s" as %s', (status, message, code, retryable) => {
    expect(errorOf(status, message, {})).toMatchObject({ code, retryable, message });
  });

  it('should name the fields that were refused', () => {
    const error = errorOf(400, 'Parameter verification failed.', {
      memory: 'value must have a minimum value of 16',
    });
    expect(error.message).toBe(
      'Parameter verification failed. memory: value must have a minimum value of 16',
    );
  });

  it('should not know what became of a change behind a failed proxy', () => {
    expect(errorOf(599, '', {}).outcomeUnknown).toBe(true);
    expect(errorOf(403, '', {}).outcomeUnknown).toBe(false);
  });
});

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
