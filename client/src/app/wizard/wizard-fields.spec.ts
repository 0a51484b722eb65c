import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { ConfigureStep } from './configure-step.js';
import { DraftStore } from './draft-store.js';
import { OsTemplateDownload } from './os-template-download.js';
import { PackagesStep } from './packages-step.js';
import { capacities, inventory, nodes, templates } from './wizard.fixture.js';
import { WizardModel } from './wizard-model.js';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPaTL1Qmqc9dC0OZ0Qm2C9bYHc2ZtQ2JmM2k1uH0Gm3b me';
const wholeNumber = (what: string, from: number, to: number) =>
  `${what} must be a whole number from ${from} to ${to}.`;

/** What is typed into which field, and what then stands beside it. */
const TYPED: readonly (readonly [field: string, text: string, said: string])[] = [
  ['hostname', '', 'Give the container a host name.'],
  ['hostname', 'a'.repeat(64), 'Each part of a host name has at most 63 characters.'],
  ['hostname', '10.20', 'A host name of digits only would be taken for an address. Add a letter.'],
  [
    'hostname',
    'web_1',
    'Use letters, digits and hyphens; no part may be empty or begin or end with a hyphen.',
  ],
  ['hostname', 'web-1', ''],
  ['vmid', '99', wholeNumber('The VMID', 100, 999_999_999)],
  ['vmid', '', ''],
  [
    'tags',
    'web -x',
    '“-x”: A tag begins with a letter, digit or underscore; then also -, + and . are allowed.',
  ],
  ['tags', 'a '.repeat(21), 'At most 20 entries are taken. Leave some out.'],
  ['root-password', '', 'Set a root password or add an SSH key, or nobody can get in.'],
  ['root-password', 'four', 'The password needs at least 5 characters.'],
  ['root-password', 'x'.repeat(201), 'The password has at most 200 characters.'],
  ['ssh-keys', 'no key', 'Paste one OpenSSH public key, for example ssh-ed25519 AAAA… name.'],
  [
    'ssh-keys',
    `${KEY}\nno key`,
    '“no key”: Paste one OpenSSH public key, for example ssh-ed25519 AAAA… name.',
  ],
  ['cores', '', wholeNumber('Cores', 1, 8192)],
  ['cores', '1.5', wholeNumber('Cores', 1, 8192)],
  ['memory', '15', wholeNumber('Memory (MiB)', 16, 16_777_216)],
  ['disk', '0', wholeNumber('The root disk (GiB)', 1, 131_072)],
  ['swap', '-1', wholeNumber('Swap (MiB)', 0, 16_777_216)],
  ['vlan', '4095', wholeNumber('The VLAN tag', 1, 4094)],
  ['address', '', 'Give an address with its prefix length, such as 192.168.1.20/24.'],
  ['gateway', '192.168.1.1', 'Put the address right first; the gateway has to lie in its network.'],
  ['address', '192.168.1.255/24', 'This is the network’s broadcast address. Choose one before it.'],
  ['address', '192.168.1.0/24', 'This is the address of the network itself. Choose one after it.'],
  ['address', '127.0.0.1/8', 'This address cannot be given to a host. Choose another one.'],
  ['address', '192.168.1.20/24', ''],
  ['gateway', '10.0.0.1', 'The gateway must lie in the network of the address.'],
  [
    'gateway',
    '192.168.1.20',
    'The gateway cannot be the container itself. Give the router’s address, or leave it empty.',
  ],
  ['gateway', 'router', 'Use an IPv4 address such as 192.168.1.1.'],
  ['gateway', '', ''],
  ['address6', '2001:db8::20', 'Give an address with its prefix length, such as 2001:db8::20/64.'],
  ['address6', '2001:db8::20/64', ''],
  ['gateway6', '2001:db9::1', 'The gateway must lie in the network of the address.'],
  ['mac', 'BC-24-11-00-00-01', 'Use an address of one card such as BC:24:11:00:00:01.'],
  ['mtu', '63', wholeNumber('The MTU', 64, 65_535)],
  ['rate-limit', '0', 'The rate limit is more than 0 and at most 100000 megabytes a second.'],
  ['mount-path', '', 'Use an absolute path such as /srv/data.'],
  [
    'mount-path',
    '/etc',
    'A volume mounted here would hide a part of the system. Choose another path, such as /srv/data.',
  ],
  ['mount-size', '', wholeNumber('The size (GiB)', 1, 131_072)],
  ['nameservers', 'dns.home', 'Use an IP address such as 192.168.1.1 or 2001:db8::53.'],
  ['nameservers', '1.1.1.1 9.9.9', '“9.9.9”: Use an IP address such as 192.168.1.1 or 2001:db8::53.'],
  ['nameservers', '1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4', 'At most 3 entries are taken. Leave some out.'],
  ['search-domain', 'home_example', 'Use a DNS domain such as home.example.'],
  ['timezone', 'Berlin time', 'Use host, UTC, or a name such as Europe/Berlin.'],
  ['pool', 'my pool', 'Use the name of a pool of Proxmox VE.'],
  ['startup-order', '-1', wholeNumber('The order', 0, 100_000)],
  ['startup-up', '86401', wholeNumber('The delay (s)', 0, 86_400)],
  ['startup-down', '1.5', wholeNumber('The delay (s)', 0, 86_400)],
  ['description', 'x'.repeat(7_001), 'Use at most 7000 characters.'],
  ['description', 'infrahaus: mine', 'A line must not begin with infrahaus: as that is our own mark.'],
];

function api(): FakeApi {
  return new FakeApi({
    TemplateCatalogue: () => ({ templates }),
    NodeChoices: () => ({ nodes }),
    NodeCapacities: () => ({ nodeCapacities: capacities }),
    NodeInventory: ({ id }) => ({ node: { id: String(id), inventory } }),
    PackageLists: () => ({ packageBuckets: [] }),
  });
}

async function open(step: typeof ConfigureStep | typeof PackagesStep): Promise<Page> {
  TestBed.configureTestingModule({ providers: [api().provider, WizardModel, OsTemplateDownload] });
  TestBed.inject(DraftStore).patch({ nodeId: 'n1', fromScratch: true, osTemplate: 'debian-12-standard' });
  const page = new Page(TestBed.createComponent<ConfigureStep | PackagesStep>(step));
  await page.settle();
  return page;
}

/** What a screen reader says with a field that is marked as wrong; nothing where it is not. */
function saidWith(field: HTMLElement): string {
  if (field.getAttribute('aria-invalid') !== 'true') return '';
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent.trim()).join(' ');
}

describe('A field of the wizard', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it('has beside it what is wrong and what to do, whatever is typed into it', async () => {
    const page = await open(ConfigureStep);
    await page.choose('addressing', 'static');
    await page.choose('addressing6', 'static');
    await page.click('mount-add');
    const found: (typeof TYPED)[number][] = [];
    for (const [field, text] of TYPED) {
      await page.type(field, text);
      found.push([field, text, saidWith(page.one(field))]);
    }
    expect(found).toEqual(TYPED);
  });

  it('says that two cards or two volumes get in each other’s way', async () => {
    const page = await open(ConfigureStep);
    const mac = 'BC:24:11:00:00:01';
    await page.click('mount-add');
    await page.click('mount-add');
    await page.click('card-add');
    const { networks, mountPoints } = TestBed.inject(DraftStore).draft();
    const [first, second] = networks;
    TestBed.inject(DraftStore).patch({
      networks: [
        { ...first, mac },
        { ...second!, mac },
      ],
      mountPoints: mountPoints.map((mount) => ({ ...mount, path: '/srv' })),
    });
    TestBed.inject(WizardModel).insist('configure');
    await page.settle();
    expect(page.all('mac').map(saidWith)).toEqual([
      '',
      'Another card of this container has the same address. Change one of them, or leave it empty.',
    ]);
    expect(page.all('mount-path').map(saidWith)).toEqual([
      '',
      'Another volume is mounted at the same path. Choose another path.',
    ]);
  });

  it('cannot be added beyond what is taken', async () => {
    const page = await open(ConfigureStep);
    await page.click('mount-add');
    const [volume] = TestBed.inject(DraftStore).draft().mountPoints;
    TestBed.inject(DraftStore).patch({
      mountPoints: Array.from({ length: 32 }, (_, index) => ({ ...volume!, path: `/srv/${index}` })),
    });
    await page.settle();
    expect(page.all('mount')).toHaveLength(32);
    expect(page.all('mount-add')).toEqual([]);
  });

  it.each([
    ['APT', 'nginx; reboot', 'This is no apt package; write for example nginx or nodejs=24.*.'],
    ['NPM', 'Express', 'This is no npm package; write for example pm2 or pm2@^5.'],
    ['PIP', 'x'.repeat(201), 'This is no pip package; write for example httpie or httpie==3.2.2.'],
  ])('for packages of %s says how they are written', async (manager, text, said) => {
    const page = await open(PackagesStep);
    await page.choose('package-manager', manager);
    await page.type('package-name', text);
    expect(saidWith(page.one('package-name'))).toBe(said);
  });
});
