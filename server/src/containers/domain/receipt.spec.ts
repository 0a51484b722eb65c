import type { ContainerSpec } from './container-spec.js';
import type { ContainerEvent } from './events.js';
import { receiptOf } from './receipt.js';
import { redacted } from './support.js';
import { toYaml } from './yaml.js';

const run = { run: 'r1', claim: 1 };
const spec = {
  ...{ hostname: 'web-1', storage: 'local-lvm', disk: 4, template: null, rootPasswordSecret: 'secret-1' },
  scripts: [{ name: '10-a.sh', blob: 'sha-a', optional: false, idempotent: false, timeoutSeconds: 60 }],
} as unknown as ContainerSpec;
const node = { name: 'pve', cluster: 'home', lab: false };
const requested: ContainerEvent = {
  type: 'ContainerRequested',
  data: { container: 'c1', spec, inputHash: 'h', node },
};
const made: ContainerEvent[] = [
  requested,
  { type: 'RunRequested', data: { run: 'r1', kind: 'provision', attempt: 1, plan: [] } },
  { type: 'VmidChosen', data: { ...run, vmid: 104, cluster: 'home', node: 'pve' } },
  { type: 'TaskEnded', data: { ...run, phase: 'create', task: 'create', upid: 'U', status: 'WARNINGS: 1' } },
  {
    type: 'VolumesCreated',
    data: {
      ...run,
      vmid: 104,
      volumes: [{ use: 'rootfs', storage: 'local-lvm', volume: 'local-lvm:vm-104-disk-0', gib: 5 }],
    },
  },
  { type: 'FilesDeployed', data: { ...run, files: [{ path: '/a', sha256: 'old', action: 'written' }] } },
  { type: 'FilesDeployed', data: { ...run, files: [{ path: '/a', sha256: 'new', action: 'backed-up' }] } },
  {
    type: 'PackagesInstalled',
    data: {
      ...run,
      group: 'web.apt',
      durationMs: 1,
      installed: [{ name: 'nginx', version: '1.2' }],
      note: null,
    },
  },
  { type: 'ScriptStarted', data: { ...run, script: '10-a.sh', execution: 'e1' } },
];

describe('the receipt', () => {
  it('should list what stands there now: the container, its volumes, files, packages and scripts', () => {
    expect(receiptOf(made)).toEqual({
      ...{ container: 'c1', hostname: 'web-1', node: 'pve', cluster: 'home', template: null },
      ...{ vmid: 104, address: null, destroyed: false },
      volumes: [{ use: 'rootfs', storage: 'local-lvm', volume: 'local-lvm:vm-104-disk-0', gib: 5 }],
      files: [{ path: '/a', sha256: 'new', action: 'backed-up' }],
      packages: [{ group: 'web.apt', name: 'nginx', version: '1.2' }],
      scripts: [{ name: '10-a.sh', sha256: 'sha-a', execution: 'e1', state: 'started', exitCode: null }],
    });
  });

  it('should list the volumes that were asked for where none were read back', () => {
    const older = made.filter(({ type }) => type !== 'VolumesCreated');
    const volumes = [{ use: 'rootfs', storage: 'local-lvm', volume: null, gib: 4 }];
    expect(receiptOf(older)).toMatchObject({ volumes });
  });

  it('should be empty before anything was made, and after everything was destroyed', () => {
    expect(receiptOf([requested])).toMatchObject({ vmid: null, volumes: [], files: [] });
    const destroyed = receiptOf([
      ...made,
      { type: 'RunRequested', data: { run: 'r2', kind: 'destroy', attempt: 2, plan: [] } },
      { type: 'RunEnded', data: { run: 'r2', claim: 1, outcome: 'ready', failure: null } },
    ]);
    expect(destroyed).toMatchObject({ destroyed: true, vmid: null, volumes: [], files: [], packages: [] });
    expect(receiptOf([])).toBeNull();
  });

  it('should be written as YAML in which no value can be mistaken', () => {
    const yaml = toYaml({ a: 'no', b: [], c: [{ d: 1, e: { f: null } }, 'x: "y"'], g: { h: ['1'] } });
    expect(yaml).toBe(
      [
        'a: "no"',
        'b: []',
        'c:',
        '  - d: 1',
        '    e:',
        '      f: null',
        '  - "x: \\"y\\""',
        'g:',
        '  h:',
        '    - "1"',
        '',
      ].join('\n'),
    );
  });
});

describe('a support bundle', () => {
  it('should not hold references to secrets, keys of people, or hashes of what they asked for', () => {
    const text = JSON.stringify(redacted(requested.data));
    expect(text).toContain('web-1');
    for (const held of ['secret-1', '"h"']) expect(text).not.toContain(held);
  });
});
