import type {
  NodeCapacitiesQuery,
  NodeChoicesQuery,
  NodeInventoryQuery,
  ProvisioningPlanQuery,
  ProvisioningPreflightQuery,
} from '../../../../schema/generated/wizard.js';
import type { Template } from './draft-input.js';
import type { Request } from './request-draft.js';

/** Answers of a server, for the tests of the wizard. */
export const templates: readonly Template[] = [
  {
    id: 'nginx',
    revision: 1,
    title: 'nginx web server',
    description: 'nginx with a status page.',
    tags: ['web'],
    osTemplate: 'debian-12-standard',
    defaults: {
      cores: 2,
      memory: 1024,
      disk: 10,
      unprivileged: true,
      nesting: true,
      keyctl: false,
      fuse: false,
    },
    packageGroups: [
      { name: 'base.apt', manager: 'APT', packages: ['curl'], optional: false, enabled: true },
      { name: 'nginx.apt', manager: 'APT', packages: ['nginx'], optional: false, enabled: true },
    ],
    scripts: [
      {
        name: '10-configure.sh',
        summary: 'Writes the site.',
        body: '#!/bin/bash\necho site\n',
        enabled: true,
      },
    ],
    files: [],
  },
  {
    id: 'debian-base',
    revision: 1,
    title: 'Debian base',
    description: 'A small Debian.',
    tags: [],
    osTemplate: 'debian-12-standard',
    defaults: {
      cores: 1,
      memory: 512,
      disk: 8,
      unprivileged: true,
      nesting: true,
      keyctl: false,
      fuse: false,
    },
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

const room = {
  cpuLoad: 0.25,
  cpus: 8,
  memoryFree: 24 * 1024 ** 3,
  memoryTotal: 32 * 1024 ** 3,
  storage: 'local-zfs',
  storageFree: 400 * 1024 ** 3,
};

export const capacities: NodeCapacitiesQuery['nodeCapacities'] = [
  { node: { id: 'n1', name: 'lab-a' }, ...room, suggested: false },
  { node: { id: 'n2', name: 'pve1' }, ...room, memoryFree: 28 * 1024 ** 3, suggested: true },
];

/** A container's request, as the server gives it back. */
export const requested: Request = {
  nodeId: 'n2',
  templateId: 'nginx',
  osTemplate: 'debian-13-standard',
  hostname: 'web-7',
  vmid: 170,
  cores: 3,
  memory: 3072,
  swap: 0,
  disk: 20,
  storage: 'local',
  network: {
    bridge: 'vmbr0',
    ipv4: '192.168.1.70/24',
    gateway: '192.168.1.1',
    ipv6: '2001:db8::70/64',
    gateway6: '2001:db8::1',
    vlan: 12,
    mtu: 1400,
    firewall: true,
    rateLimit: 12.5,
  },
  moreNetworks: [
    {
      bridge: 'vmbr0',
      ipv4: 'manual',
      gateway: null,
      ipv6: 'auto',
      gateway6: null,
      vlan: 7,
      mtu: null,
      firewall: false,
      rateLimit: 5,
    },
  ],
  mountPoints: [{ path: '/srv/data', storage: 'local', size: 30, backup: true, readOnly: false }],
  features: { keyctl: true, fuse: false, mknod: false },
  startup: { order: 3, upDelay: 10, downDelay: null },
  dns: { nameservers: ['192.168.1.1'], searchDomain: 'home.example' },
  pool: 'web',
  timezone: 'Europe/Berlin',
  protection: true,
  description: 'The web server.',
  access: { hadPassword: true, sshKeys: [] },
  unprivileged: true,
  nesting: false,
  startOnBoot: true,
  tags: ['web', 'prod'],
  packageGroups: ['base.apt'],
  extraPackages: [{ manager: 'APT', name: 'htop' }],
  scripts: [],
};

export const preflight: ProvisioningPreflightQuery['provisioningPreflight'] = {
  __typename: 'Preflight',
  state: 'FAIL',
  checks: [
    {
      key: 'node',
      title: 'The node',
      state: 'PASS',
      detail: 'It answers.',
      remedy: null,
      code: null,
      field: null,
    },
    {
      key: 'hostname',
      title: 'Host name',
      state: 'WARN',
      detail: 'Another container is called so.',
      remedy: null,
      code: null,
      field: 'hostname',
    },
    {
      key: 'storage:local-zfs',
      title: 'Room on local-zfs',
      state: 'FAIL',
      detail: 'Only 4.0 GiB are free.',
      remedy: 'Choose a smaller disk.',
      code: 'CREATE.STORAGE_FULL',
      field: 'disk',
    },
  ],
};

export const plan: ProvisioningPlanQuery['provisioningPlan'] = {
  __typename: 'Plan',
  phases: [
    {
      key: 'create',
      title: 'Create',
      actions: [
        { kind: 'REQUEST', title: 'Make the container', text: 'pvesh create /nodes/lab-a/lxc', note: null },
      ],
    },
  ],
};
