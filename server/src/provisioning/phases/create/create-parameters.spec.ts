import type { ContainerSpec } from '../../../containers/domain/container-spec.js';
import { carriesMarker, createParameters, markerOf } from './create-parameters.js';

const SPEC: ContainerSpec = {
  ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
  ...{ cores: 2, memory: 1024, swap: 0, disk: 8, storage: 'local-lvm', unprivileged: true, nesting: true },
  ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: true },
  ...{ tags: ['web', 'blue'], sshKeys: ['ssh-ed25519 A', 'ssh-ed25519 B'], rootPasswordSecret: null },
  ...{ template: null, packageGroups: [], scripts: [], files: [] },
};
const CHOSEN = { vmid: 120, volid: 'local:vztmpl/x', marker: 'infrahaus:i:c', password: null };

describe('the parameters of a container', () => {
  it('should say everything that was asked for, and never start it', () => {
    expect(createParameters(SPEC, { ...CHOSEN, password: 's3cret' })).toEqual({
      ...{ vmid: 120, ostemplate: 'local:vztmpl/x', hostname: 'web-1', description: 'infrahaus:i:c' },
      ...{ cores: 2, memory: 1024, swap: 0, rootfs: 'local-lvm:8', unprivileged: 1, onboot: 1 },
      ...{ net0: 'name=eth0,bridge=vmbr0,ip=dhcp', features: 'nesting=1', tags: 'web;blue' },
      ...{ 'ssh-public-keys': 'ssh-ed25519 A\nssh-ed25519 B', password: 's3cret' },
    });
  });

  it('should leave out what is not wanted, and what no API token may ask for', () => {
    const spec = { ...SPEC, unprivileged: false, startOnBoot: false, tags: [], sshKeys: [] };
    expect(createParameters(spec, CHOSEN)).toMatchObject({
      ...{ unprivileged: 0, onboot: 0, features: undefined, tags: undefined },
      ...{ 'ssh-public-keys': undefined, password: undefined },
    });
  });

  it('should give a fixed address its gateway and VLAN', () => {
    const network = { bridge: 'vmbr1', ipv4: '10.0.0.5/24', gateway: '10.0.0.1', vlan: 7 };
    expect(createParameters({ ...SPEC, network }, CHOSEN)['net0']).toBe(
      'name=eth0,bridge=vmbr1,ip=10.0.0.5/24,gw=10.0.0.1,tag=7',
    );
  });
});

describe('the marker of a container', () => {
  it('should be found in a description as a whole line only', () => {
    const marker = markerOf('i', 'c');
    expect(carriesMarker(`${marker}\n`, marker)).toBe(true);
    expect(carriesMarker(`made by me\n${marker}`, marker)).toBe(true);
    expect(carriesMarker(`${marker}2`, marker)).toBe(false);
    expect(carriesMarker(null, marker)).toBe(false);
  });
});
