import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitLines } from './limits.js';

describe('the limits of a real container', () => {
  let cgroups: string;
  beforeEach(() => {
    cgroups = mkdtempSync(join(tmpdir(), 'cgroups-'));
  });
  afterEach(() => {
    rmSync(cgroups, { recursive: true, force: true });
  });
  const limits = { memoryMiB: 256, cores: 2 };

  it('are those of control groups version 2, where there are such', () => {
    writeFileSync(join(cgroups, 'cgroup.controllers'), 'cpu memory');
    expect(limitLines(limits, cgroups)).toEqual({
      lines: ['lxc.cgroup2.memory.max = 268435456', 'lxc.cgroup2.cpu.max = 200000 100000'],
      missing: null,
    });
  });

  it('are those of the older ones elsewhere, and what cannot be limited is said', () => {
    mkdirSync(join(cgroups, 'memory'));
    expect(limitLines(limits, cgroups)).toEqual({
      lines: ['lxc.cgroup.memory.limit_in_bytes = 268435456'],
      missing: 'Limits on CPU are not set: the control groups here cannot be written.',
    });
    mkdirSync(join(cgroups, 'cpu'));
    expect(limitLines({ ...limits, cores: null }, cgroups).lines).toHaveLength(1);
    expect(limitLines(limits, cgroups).lines).toContain('lxc.cgroup.cpu.cfs_quota_us = 200000');
  });
});
