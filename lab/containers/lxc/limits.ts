import { accessSync, constants, existsSync } from 'node:fs';
import type { ContainerLimits } from '../runtime.js';

const CGROUPS = '/sys/fs/cgroup';
/** The share of a processor is counted in these, in microseconds. */
const PERIOD_US = 100_000;
const MIB = 1024 ** 2;

/** The lines of LXC's configuration that hold a container to its limits, and why there are none where that is so. */
export interface LimitLines {
  readonly lines: readonly string[];
  readonly missing: string | null;
}

/** For the control groups of this machine: version 2, or the older ones; nothing where they cannot be written. */
export function limitLines({ memoryMiB, cores }: ContainerLimits, cgroups = CGROUPS): LimitLines {
  if (existsSync(`${cgroups}/cgroup.controllers`) && isWritable(cgroups)) {
    const cpu = cores === null ? [] : [`lxc.cgroup2.cpu.max = ${cores * PERIOD_US} ${PERIOD_US}`];
    return { lines: [`lxc.cgroup2.memory.max = ${memoryMiB * MIB}`, ...cpu], missing: null };
  }
  const [memory, cpu] = [isWritable(`${cgroups}/memory`), isWritable(`${cgroups}/cpu`)];
  const missing = [...(memory ? [] : ['memory']), ...(cpu ? [] : ['CPU'])];
  return {
    lines: [
      ...(memory ? [`lxc.cgroup.memory.limit_in_bytes = ${memoryMiB * MIB}`] : []),
      ...(cpu && cores !== null ? [`lxc.cgroup.cpu.cfs_quota_us = ${cores * PERIOD_US}`] : []),
    ],
    missing:
      missing.length === 0
        ? null
        : `Limits on ${missing.join(' and ')} are not set: the control groups here cannot be written.`,
  };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
