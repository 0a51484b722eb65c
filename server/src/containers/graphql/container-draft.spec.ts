import type { ContainerSpec } from '../domain/container-spec.js';
import { completeSpec } from '../domain/container-spec.js';
import { draftOf } from './container-draft.js';

const spec: ContainerSpec = completeSpec({
  ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
  ...{ cores: 2, memory: 512, swap: 256, disk: 4, storage: 'local', unprivileged: true, nesting: false },
  network: { bridge: 'vmbr0', ipv4: '192.0.2.5/24', gateway: '192.0.2.1', vlan: 7 },
  ...{ startOnBoot: true, tags: ['web'], sshKeys: ['ssh-ed25519 AAAA'], rootPasswordSecret: 'secret-1' },
  template: { id: 'nginx', revision: 3, title: 'nginx' },
  packageGroups: [
    { name: 'web.apt', manager: 'apt', packages: ['nginx'], optional: false },
    { name: 'extra.apt', manager: 'apt', packages: ['jq', 'tree=2.1'], optional: false },
  ],
  scripts: [{ name: '10-a.sh', blob: 'b', optional: false, idempotent: false, timeoutSeconds: 60 }],
  files: [],
});

describe('the draft of a container', () => {
  it('should ask for the same again, without the password or where it is kept', () => {
    const draft = draftOf(spec);
    expect(draft).toMatchObject({
      ...{ nodeId: 'n1', templateId: 'nginx', vmid: null, cores: 2, network: spec.network, tags: ['web'] },
      access: { hadPassword: true, sshKeys: ['ssh-ed25519 AAAA'] },
      ...{ packageGroups: ['web.apt'], scripts: ['10-a.sh'] },
      extraPackages: [
        { manager: 'APT', name: 'jq' },
        { manager: 'APT', name: 'tree=2.1' },
      ],
    });
    expect(JSON.stringify(draft)).not.toContain('secret-1');
  });

  it('should not mistake a container from scratch for one whose groups and scripts were all switched off', () => {
    const scratch = draftOf({ ...spec, template: null, packageGroups: [], scripts: [] });
    expect(scratch).toMatchObject({ templateId: null, packageGroups: null, scripts: null });
  });
});
