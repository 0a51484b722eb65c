import type { NodeChoicesQuery, NodeInventoryQuery } from '../../../../schema/generated/client.js';
import type { Template } from './draft-input.js';

/** Answers of a server, for the tests of the wizard. */
export const templates: readonly Template[] = [
  {
    id: 'nginx',
    revision: 1,
    title: 'nginx web server',
    description: 'nginx with a status page.',
    tags: ['web'],
    osTemplate: 'debian-12-standard',
    defaults: { cores: 2, memory: 1024, disk: 10, unprivileged: true, nesting: true },
    packageGroups: [
      { name: 'base.apt', manager: 'APT', packages: ['curl'], optional: false },
      { name: 'nginx.apt', manager: 'APT', packages: ['nginx'], optional: false },
    ],
    scripts: [{ name: '10-configure.sh', summary: 'Writes the site.', body: '#!/bin/bash\necho site\n' }],
    files: [],
  },
  {
    id: 'debian-base',
    revision: 1,
    title: 'Debian base',
    description: 'A small Debian.',
    tags: [],
    osTemplate: 'debian-12-standard',
    defaults: { cores: 1, memory: 512, disk: 8, unprivileged: true, nesting: true },
    packageGroups: [],
    scripts: [],
    files: [],
  },
];

export const nodes: NodeChoicesQuery['nodes'] = [
  { id: 'n1', name: 'lab-a', cluster: 'lab', lab: true, simulated: false },
  { id: 'n2', name: 'pve1', cluster: 'pve1', lab: false, simulated: false },
];

export const inventory: NonNullable<NodeInventoryQuery['node']>['inventory'] = {
  __typename: 'NodeInventory',
  cpuLoad: 0.25,
  cpus: 8,
  memoryUsed: 8 * 1024 ** 3,
  memoryTotal: 32 * 1024 ** 3,
  storages: [
    { name: 'iso', type: 'dir', holdsContainers: false, holdsTemplates: true, free: 1e12, total: 1e12 },
    {
      name: 'local-zfs',
      type: 'zfspool',
      holdsContainers: true,
      holdsTemplates: false,
      free: 400 * 1024 ** 3,
      total: 900 * 1024 ** 3,
    },
    {
      name: 'local',
      type: 'dir',
      holdsContainers: true,
      holdsTemplates: true,
      free: 4 * 1024 ** 3,
      total: 1e11,
    },
  ],
  bridges: [{ name: 'vmbr0', address: '192.168.1.2/24', comment: null }],
  osTemplates: [
    {
      name: 'debian-12-standard_12.12-1_amd64.tar.zst',
      volid: 'local:vztmpl/debian-12-standard_12.12-1_amd64.tar.zst',
      size: 126_000_000,
      headline: null,
    },
    { name: 'alpine-3.22-default_20250617_amd64.tar.xz', volid: null, size: 3_000_000, headline: null },
  ],
  nextVmid: 104,
};
