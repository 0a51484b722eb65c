import type { ContainerSpec } from '../../../containers/domain/container-spec.js';
import { completeSpec, NETWORK_DEFAULTS } from '../../../containers/domain/container-spec.js';
import { carriesMarker, createParameters, markerOf, rootOnlyFeatures } from './create-parameters.js';

const SPEC: ContainerSpec = completeSpec({
  ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
  ...{ cores: 2, memory: 1024, swap: 0, disk: 8, storage: 'local-lvm', unprivileged: true, nesting: true },
  ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: true },
  ...{ tags: ['web', 'blue'], sshKeys: ['ssh-ed25519 A', 'ssh-ed25519 B'], rootPasswordSecret: null },
  ...{ template: null, packageGroups: [], scripts: [], files: [] },
});
const CHOSEN = { vmid: 120, volid: 'local:vztmpl/x', marker: 'infrahaus:i:c', password: null };
const card = (change: object) => ({ ...NETWORK_DEFAULTS, ...SPEC.network, ...change });

describe('the parameters of a container', () => {
  it('should say everything that was asked for, and never start it', () => {
    expect(createParameters(SPEC, { ...CHOSEN, password: 's3cret' })).toEqual({
      ...{ vmid: 120, ostemplate: 'local:vztmpl/x', hostname: 'web-1', description: 'infrahaus:i:c' },
      ...{ cores: 2, memory: 1024, swap: 0, rootfs: 'local-lvm:8', unprivileged: 1, onboot: 1 },
      ...{ net0: 'name=eth0,bridge=vmbr0,ip=dhcp', features: 'nesting=1', tags: 'web;blue' },
      ...{ 'ssh-public-keys': 'ssh-ed25519 A\nssh-ed25519 B', password: 's3cret' },
    });
  });

  it('should leave out what is not wanted', () => {
    const spec = { ...SPEC, nesting: false, startOnBoot: false, tags: [], sshKeys: [] };
    expect(createParameters(spec, CHOSEN)).toMatchObject({
      ...{ onboot: 0, features: undefined, tags: undefined, startup: undefined },
      ...{ 'ssh-public-keys': undefined, password: undefined, timezone: undefined, nameserver: undefined },
    });
  });

  it('should connect each card in its own way', () => {
    const network = card({
      bridge: 'vmbr1',
      ipv4: '10.0.0.5/24',
      gateway: '10.0.0.1',
      vlan: 7,
      firewall: true,
    });
    const second = card({ ipv6: '2001:db8::5/64', gateway6: 'fe80::1', mac: 'BC:24:11:00:00:01' });
    const third = card({ ipv4: 'manual', ipv6: 'auto', mtu: 9000, rateLimit: 12.5 });
    expect(createParameters({ ...SPEC, network, moreNetworks: [second, third] }, CHOSEN)).toMatchObject({
      net0: 'name=eth0,bridge=vmbr1,ip=10.0.0.5/24,gw=10.0.0.1,tag=7,firewall=1',
      net1: 'name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=dhcp,ip6=2001:db8::5/64,gw6=fe80::1',
      net2: 'name=eth2,bridge=vmbr0,ip=manual,ip6=auto,mtu=9000,rate=12.5',
    });
  });

  it('should mount volumes, order the start, and pass on the other settings', () => {
    const volume = { path: '/srv', storage: 'tank', size: 100, backup: true, readOnly: false };
    const spec = {
      ...SPEC,
      mountPoints: [volume, { ...volume, path: '/media', backup: false, readOnly: true }],
      startup: { order: 0, upDelay: 30, downDelay: null },
      ...{ pool: 'web', timezone: 'host', nameservers: ['10.0.0.1', '::1'], searchDomain: 'home.example' },
      ...{ protection: true, description: 'Our *wiki*\n' },
    };
    expect(createParameters(spec, CHOSEN)).toMatchObject({
      ...{ mp0: 'tank:100,mp=/srv,backup=1', mp1: 'tank:100,mp=/media,ro=1', startup: 'order=0,up=30' },
      ...{ pool: 'web', timezone: 'host', nameserver: '10.0.0.1 ::1', searchdomain: 'home.example' },
      ...{ protection: 1, description: 'Our *wiki*\n\ninfrahaus:i:c' },
    });
  });
});

describe('features that only root may set', () => {
  const features = { keyctl: true, fuse: false, mknod: false };
  it('should be left to pct, all of them together, because it replaces what is there', () => {
    expect(rootOnlyFeatures(SPEC)).toBeNull();
    expect(rootOnlyFeatures({ ...SPEC, features })).toBe('keyctl=1,nesting=1');
    expect(rootOnlyFeatures({ ...SPEC, unprivileged: false })).toBe('nesting=1');
    expect(rootOnlyFeatures({ ...SPEC, unprivileged: false, nesting: false })).toBeNull();
    expect(createParameters({ ...SPEC, features }, CHOSEN)['features']).toBeUndefined();
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

describe('a specification of an older version', () => {
  it('should ask for nothing of what came later', () => {
    expect(SPEC).toMatchObject({ moreNetworks: [], pool: null, network: { ipv6: 'manual', mtu: null } });
    const later = { ...SPEC, protection: true };
    expect(completeSpec(later)).toEqual(later);
  });
});
