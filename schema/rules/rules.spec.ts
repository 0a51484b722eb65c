import { accessProblem, accountPasswordProblem, rootPasswordProblem, sshKeyProblem } from './access.js';
import type { ContainerRequest } from './create-container.js';
import { createContainerProblems } from './create-container.js';
import { hostnameProblem } from './hostname.js';
import {
  bridgeProblem,
  filePathProblem,
  idempotencyKeyProblem,
  nodeAddressProblem,
  osTemplateProblem,
  scriptNameProblem,
  storageProblem,
  tagProblem,
  titleProblem,
  tokenIdProblem,
} from './names.js';
import { gatewayProblem, ipv4Problem, portProblem, vlanProblem } from './network.js';
import type { PackageManagerName } from './packages.js';
import { packageProblem } from './packages.js';
import type { Problem } from './problem.js';
import { coresProblem, diskProblem, memoryProblem, swapProblem } from './resources.js';
import { vmidProblem } from './vmid.js';

const codes = (problems: readonly (Problem | null)[]) => problems.map((found) => found?.code ?? 'fine');
const allFine = (problems: readonly (Problem | null)[]) => {
  expect(problems.filter((found) => found !== null)).toEqual([]);
};
const allRefused = (problems: readonly (Problem | null)[]) => {
  expect(problems.filter((found) => found === null)).toEqual([]);
};

/** What a hostile person would put into a field that ends near a shell. */
const HOSTILE = [
  '; reboot',
  '$(reboot)',
  '`reboot`',
  'a b',
  'a\nb',
  "a'b",
  'a"b',
  'a|b',
  'a&b',
  'a>b',
  'a\\b',
  '-o=x',
  '--option',
  '../x',
  'a\0b',
  'a\u2028b',
  '',
];

describe('host names', () => {
  it('should take what RFC 1123 allows', () => {
    allFine(['web', 'web-1', '1web', 'a.b.example', 'A'.repeat(63), 'x'].map(hostnameProblem));
  });

  it('should refuse empty parts, edge hyphens, foreign characters, over-long and numeric names', () => {
    expect(
      codes(['', '-a', 'a-', 'a..b', 'a_b', 'ü', 'a'.repeat(64), '10.0.0.1'].map(hostnameProblem)),
    ).toEqual([
      'HOSTNAME.EMPTY',
      'HOSTNAME.INVALID',
      'HOSTNAME.INVALID',
      'HOSTNAME.INVALID',
      'HOSTNAME.INVALID',
      'HOSTNAME.INVALID',
      'HOSTNAME.TOO_LONG',
      'HOSTNAME.NUMERIC',
    ]);
    expect(hostnameProblem(Array(64).fill('abcd').join('.'))?.code).toBe('HOSTNAME.TOO_LONG');
  });
});

describe('numbers', () => {
  it('should take the limits themselves and refuse what lies beyond', () => {
    allFine([vmidProblem(100), vmidProblem(999_999_999), coresProblem(1), memoryProblem(16), swapProblem(0)]);
    allFine([diskProblem(1), vlanProblem(1), vlanProblem(4094), portProblem(65_535)]);
    allRefused([vmidProblem(99), vmidProblem(1_000_000_000), vmidProblem(100.5), coresProblem(0)]);
    allRefused([memoryProblem(15), swapProblem(-1), diskProblem(0), vlanProblem(4095), portProblem(0)]);
    allRefused([coresProblem(Number.NaN), diskProblem(Number.POSITIVE_INFINITY)]);
  });
});

describe('addresses', () => {
  it('should take dhcp, manual and host addresses with a prefix', () => {
    allFine(
      ['dhcp', 'manual', '192.168.1.20/24', '10.0.0.1/8', '10.0.0.0/31', '10.0.0.1/32'].map(ipv4Problem),
    );
  });

  it('should refuse networks, broadcasts, reserved addresses and anything that is no address', () => {
    expect(
      codes(
        ['192.168.1.0/24', '192.168.1.255/24', '127.0.0.1/8', '224.0.0.1/24', '0.1.2.3/8'].map(ipv4Problem),
      ),
    ).toEqual([
      'IPV4.NETWORK_ADDRESS',
      'IPV4.BROADCAST_ADDRESS',
      'IPV4.NOT_A_HOST',
      'IPV4.NOT_A_HOST',
      'IPV4.NOT_A_HOST',
    ]);
    allRefused(
      ['192.168.1.20', '192.168.1.20/33', '256.1.1.1/24', '1.2.3/24', '01.2.3.4/24'].map(ipv4Problem),
    );
    allRefused(['1.2.3.4/24/5', '1.2.3.4/0', 'dhcp,ip=x'].map(ipv4Problem));
  });

  it('should want the gateway inside the network of a static address', () => {
    expect(gatewayProblem('192.168.1.20/24', '192.168.1.1')).toBeNull();
    expect(gatewayProblem('dhcp', null)).toBeNull();
    expect(codes([gatewayProblem('dhcp', '192.168.1.1')])).toEqual(['GATEWAY.NOT_STATIC']);
    expect(codes([gatewayProblem('192.168.1.20/24', '192.168.2.1')])).toEqual(['GATEWAY.OUTSIDE_NETWORK']);
    expect(codes([gatewayProblem('192.168.1.20/24', '192.168.1.20')])).toEqual(['GATEWAY.SAME_AS_ADDRESS']);
    expect(codes([gatewayProblem('192.168.1.20/24', 'router')])).toEqual(['GATEWAY.INVALID']);
  });

  it('should take host names and addresses for a node, but no URL', () => {
    allFine(['pve.example', '192.0.2.10', '2001:db8::1'].map(nodeAddressProblem));
    allRefused(['https://pve', 'pve:8006', 'user@pve'].map(nodeAddressProblem));
  });
});

describe('access', () => {
  const ed25519 = `ssh-ed25519 ${btoa(`\0\0\0\x0bssh-ed25519\0\0\0\x20${'k'.repeat(32)}`)} me@example`;

  it('should take an OpenSSH key whose body names the same type', () => {
    expect(sshKeyProblem(ed25519)).toBeNull();
    allRefused(
      [ed25519.replace('ssh-ed25519', 'ssh-rsa'), `command="x" ${ed25519}`, `${ed25519}\nssh-rsa AAAA`].map(
        sshKeyProblem,
      ),
    );
    allRefused(['ssh-ed25519', 'ssh-ed25519 AAAA', '-----BEGIN OPENSSH PRIVATE KEY-----'].map(sshKeyProblem));
  });

  it('should want passwords of a sensible length without line breaks', () => {
    allFine([
      rootPasswordProblem('12345'),
      rootPasswordProblem('pässwörd "quoted" $x'),
      accountPasswordProblem('a'.repeat(12)),
    ]);
    allRefused([
      rootPasswordProblem('1234'),
      rootPasswordProblem('a'.repeat(201)),
      rootPasswordProblem('12345\n6'),
    ]);
    allRefused([accountPasswordProblem('short-one')]);
  });

  it('should want at least one way in', () => {
    expect(accessProblem({ password: null, sshKeys: [] })?.code).toBe('ACCESS.NONE');
    expect(accessProblem({ password: 'secret', sshKeys: [] })).toBeNull();
  });
});

describe('package names', () => {
  const FINE: Record<Exclude<PackageManagerName, 'CUSTOM'>, string[]> = {
    APT: ['nginx', 'g++', 'nodejs=24.*', 'libc6:amd64', 'nginx/stable-backports', 'pkg=1:2.3~rc1-1'],
    APK: ['nginx', 'nginx=1.26.2-r0', 'py3-pip', 'nodejs>=20'],
    DNF: ['nginx', 'nginx-1.26.2', 'python3.12'],
    NPM: ['pm2', 'pm2@^5', '@angular/cli@22.2.7', 'typescript@latest'],
    PIP: ['httpie', 'httpie==3.2.2', 'uvicorn[standard]>=0.30,<1'],
  };

  it.each(Object.entries(FINE))('should take names and pins of %s', (manager, names) => {
    allFine(names.map((name) => packageProblem(manager as PackageManagerName, name)));
  });

  it.each(['APT', 'APK', 'DNF', 'NPM', 'PIP'] as const)('should refuse hostile names for %s', (manager) => {
    allRefused(HOSTILE.map((name) => packageProblem(manager, name)));
  });

  it('should refuse custom tools, whose commands only a template may bring', () => {
    expect(packageProblem('CUSTOM', 'tool')?.code).toBe('PACKAGE.CUSTOM');
  });
});

describe('names', () => {
  it.each([
    ['storage', storageProblem, ['local', 'local-lvm', 'nfs_1']],
    ['bridge', bridgeProblem, ['vmbr0', 'vmbr0.100', 'vnet1']],
    [
      'OS template',
      osTemplateProblem,
      ['debian-12-standard', 'local:vztmpl/debian-12-standard_12.12-1_amd64.tar.zst'],
    ],
    ['tag', tagProblem, ['web', 'a.b', '_x', 'c++']],
    ['path', filePathProblem, ['/etc/nginx/nginx.conf', '/home/me/.bashrc']],
    ['script', scriptNameProblem, ['10-configure.sh', 'setup.sh']],
    ['token id', tokenIdProblem, ['root@pam!infrahaus', 'infrahaus@pve!ci-1']],
  ])('should take a usual %s and refuse hostile ones', (_what, rule, fine) => {
    allFine(fine.map(rule));
    allRefused(HOSTILE.map(rule));
  });

  it('should refuse paths that climb or are not absolute', () => {
    allRefused(['etc/passwd', '/etc/../root', '/etc/./x', '/etc//x', '/'].map(filePathProblem));
  });

  it('should want titles that people can read and keys that are hard to mistype', () => {
    allFine([titleProblem('My token', 60), idempotencyKeyProblem('0f8fad5b-d9cb')]);
    allRefused([titleProblem(' ', 60), titleProblem('a'.repeat(61), 60), idempotencyKeyProblem('short')]);
  });
});

describe('a request for a container', () => {
  const request: ContainerRequest = {
    templateId: 'nginx',
    hostname: 'web-1',
    cores: 1,
    memory: 512,
    swap: 512,
    disk: 4,
    storage: 'local-lvm',
    network: { bridge: 'vmbr0', ipv4: 'dhcp' },
    access: { password: 'correct horse', sshKeys: [] },
    tags: [],
    extraPackages: [],
  };

  it('should be fine when every field is', () => {
    expect(createContainerProblems(request)).toEqual([]);
  });

  it('should name every field that is wrong, in the order of the fields', () => {
    const problems = createContainerProblems({
      ...request,
      hostname: '-x',
      memory: 1,
      network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: '10.0.0.1', vlan: 5000 },
      extraPackages: [
        { manager: 'APT', name: 'nginx' },
        { manager: 'APT', name: '; reboot' },
      ],
    });
    expect(problems.map(({ field }) => field)).toEqual([
      'hostname',
      'memory',
      'network.gateway',
      'network.vlan',
      'extraPackages.1',
    ]);
  });

  it('should want an OS template from somewhere and lists of a sensible length', () => {
    const scratch = { ...request, templateId: null };
    expect(createContainerProblems(scratch).map(({ code }) => code)).toEqual(['OS_TEMPLATE.MISSING']);
    const tags = Array.from({ length: 21 }, (_value, index) => `t${String(index)}`);
    expect(createContainerProblems({ ...request, tags }).map(({ code }) => code)).toEqual(['LIST.TOO_LONG']);
  });
});
