import type { PhaseContext } from '../../src/provisioning/phases/phase.js';
import { addressOf, expectedAddress, parseAddresses } from '../../src/provisioning/phases/start/address.js';
import {
  resolvesNames,
  waitForInit,
  waitForPackageManager,
} from '../../src/provisioning/phases/start/system.js';
import type { ContainerShell } from '../../src/ssh/container-shell.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';

const MAC = 'bc:24:11:00:00:01';
const NO_SHELL: ContainerShell = { exec: () => Promise.reject(new Error('nobody asks inside')) };

/** So many questions in vain take a little more than two seconds. */
const QUESTIONS = 10;
function afterLong<T>(meanwhile: T, inTheEnd: T): () => T {
  let turn = 0;
  return () => (turn++ < QUESTIONS ? meanwhile : inTheEnd);
}

const answering = (next: () => string, exitCode = 0): ContainerShell => ({
  exec: () => Promise.resolve({ stdout: next(), stderr: '', exitCode }),
});

/** 6 is F_SETLK, and the first 1 F_WRLCK, on 64-bit Linux. */
const PERL_LOCK =
  'open(F, "+<", $ARGV[0]) or die; my $l = pack("s s x4 q q i x4", 1, 0, 0, 0, 0); fcntl(F, 6, $l) or die; system("touch /tmp/held"); sleep 600';

describe('waiting until a container can be worked in', () => {
  const run = new PhaseRun(NO_SHELL);
  beforeEach(() => run.lines.splice(0));
  const lines = () => run.lines.map(({ text }) => text);

  it('should say what it waits for where that takes long, and in which step', async () => {
    const answers = afterLong('starting\n', 'running\n');
    expect(await waitForInit(run.context(), answering(answers))).toEqual({ up: true, note: null });
    expect(lines()).toEqual([
      expect.stringMatching(/^waits for the init system, which says "starting" \(\d+ of at most 120 s\)$/),
    ]);
    expect(run.lines[0]).toMatchObject({ step: 'wait-init', stream: 'system' });
  });

  it('should end at the limit: with a note, or as not up', async () => {
    expect(
      await waitForInit(
        run.context(),
        answering(() => 'offline\n'),
        600,
      ),
    ).toMatchObject({ up: false });
    expect(
      await waitForInit(
        run.context(),
        answering(() => 'starting\n'),
        600,
      ),
    ).toMatchObject({
      up: true,
      note: 'The system is still starting.',
    });
    const { note } = await resolvesNames(
      run.context(),
      answering(() => '', 2),
      600,
    );
    expect(note).toContain('deb.debian.org does not resolve');
    expect(lines().at(-1)).toMatch(/^waits for a name server that knows deb.debian.org/);
  });

  describe('for its address', () => {
    const card = (...addresses: string[]) => [
      { mac: 'aa:aa:aa:aa:aa:aa', ipv4: ['10.9.9.9'], ipv6: [] },
      {
        mac: MAC,
        ipv4: addresses.filter((address) => !address.includes(':')),
        ipv6: addresses.filter((address) => address.includes(':')),
      },
    ];
    const find = (
      network: { ipv4: string; ipv6: string },
      interfaces: () => ReturnType<typeof card>,
      shell = NO_SHELL,
    ) => {
      const api = {
        containerConfig: () =>
          Promise.resolve({ net0: `name=eth0,bridge=vmbr0,hwaddr=${MAC.toUpperCase()}` }),
        interfaces: () => Promise.resolve(interfaces()),
      };
      const context = new PhaseRun(shell).context();
      return addressOf(
        {
          ...context,
          spec: { ...context.spec, network: { ...context.spec.network, ...network } },
          node: Object.defineProperty(Object.create(context.node) as PhaseContext['node'], 'api', {
            value: api,
          }),
          report: run.context().report,
        },
        100,
        shell,
      );
    };

    it.each([
      ['by DHCP', { ipv4: 'dhcp', ipv6: 'auto' }, '10.0.0.7', 'DHCP'],
      ['by SLAAC', { ipv4: 'manual', ipv6: 'auto' }, '2001:db8::7', 'SLAAC'],
      ['by DHCPv6', { ipv4: 'manual', ipv6: 'dhcp' }, '2001:db8::8', 'DHCPv6'],
      ['that is configured', { ipv4: '10.0.0.9/24', ipv6: 'auto' }, '10.0.0.9', 'its configuration'],
      ['that is configured for IPv6', { ipv4: 'manual', ipv6: 'fd00::9/64' }, 'fd00::9', 'its configuration'],
    ])(
      'should find one %s on the card with its MAC address, and nothing else',
      async (_, network, address, how) => {
        expect(await find(network, () => card('fe80::1', address))).toMatchObject({
          address,
          missing: false,
        });
        expect(expectedAddress(network).how).toBe(how);
      },
    );

    it('should say how it should come while it does not', async () => {
      const link = card('169.254.1.1', 'fe80::1');
      const interfaces = afterLong(link, card('fe80::1', '10.0.0.7'));
      expect(await find({ ipv4: 'dhcp', ipv6: 'auto' }, interfaces)).toMatchObject({ address: '10.0.0.7' });
      expect(lines()).toEqual([
        expect.stringMatching(/^waits for an address by DHCP \(\d+ of at most 60 s\)$/),
      ]);
    });

    it('should take it from inside where the node does not tell', async () => {
      const inside =
        '1: lo    inet 127.0.0.1/8 scope host lo\n2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\n';
      const network = { ipv4: 'dhcp', ipv6: 'manual' };
      expect(
        await find(
          network,
          () => [],
          answering(() => inside),
        ),
      ).toMatchObject({ address: '10.0.0.5' });
    });

    it('should not miss one that somebody configures by hand inside', async () => {
      const network = { ipv4: 'manual', ipv6: 'manual' };
      expect(await find(network, () => card('10.1.1.1'))).toMatchObject({ address: '10.1.1.1' });
      expect(await find(network, () => card('fe80::1'))).toEqual({
        address: null,
        note: null,
        missing: false,
      });
    });

    // Constructed after ip-address(8), BusyBox's ip and ifconfig, and net-tools' ifconfig.
    it.each([
      ['2: eth0    inet6 2001:db8::5/64 scope global dynamic \\       valid_lft 86391sec', ['2001:db8::5']],
      ['2: eth0@if7    inet 10.0.0.5/24 scope global eth0', ['10.0.0.5']],
      ['3: eth1    inet 10.0.1.5/24 scope global eth1', []],
      [
        'eth0      Link encap:Ethernet\n          inet addr:10.0.0.5  Bcast:10.0.0.255\n          inet6 addr: fe80::1/64 Scope:Link',
        ['10.0.0.5', 'fe80::1'],
      ],
      [
        'eth0: flags=4163<UP>  mtu 1500\n        inet 10.0.0.5  netmask 255.255.255.0\nlo: flags=73<UP>\n        inet 127.0.0.1',
        ['10.0.0.5'],
      ],
    ])('should read %j', (output, addresses) => {
      expect(parseAddresses(output, 'eth0')).toEqual(addresses);
    });
  });

  describe.each(['debian', 'alpine'] as const)('in a container with %s', (distribution) => {
    let container: PhaseContainer;
    beforeAll(async () => {
      container = await PhaseContainer.start(distribution);
    });
    afterAll(() => container.remove());

    it('should find it up, with names and a free package manager', async () => {
      const context = run.context();
      expect(await waitForInit(context, container)).toEqual({ up: true, note: null });
      expect(await resolvesNames(context, container)).toEqual({ note: null });
      expect(await waitForPackageManager(context, container)).toEqual({ note: null });
      expect(lines()).toEqual([]);
    });
  });

  // dpkg and rpm lock with fcntl, apk with flock.
  it.each([
    ['fcntl', '/var/lib/dpkg/lock-frontend', `exec perl -e '${PERL_LOCK}' "$1"`],
    ['flock', '/var/lib/apt/lists/lock', 'exec flock -o "$1" sh -c "touch /tmp/held; sleep 600"'],
  ])('should wait for whoever installs packages and locks with %s', async (_, lock, hold) => {
    const container = await PhaseContainer.start();
    try {
      await container.sh(
        `mkdir -p "\${1%/*}"; : >>"$1"; (${hold}) </dev/null >/dev/null 2>&1 & echo $! >/tmp/pid; for turn in $(seq 100); do [ -e /tmp/held ] || sleep 0.2; done; [ -e /tmp/held ]`,
        lock,
      );
      const { note } = await waitForPackageManager(run.context(), container, 600);
      expect(note).toMatch(/^(perl|flock) still uses the package manager\.$/);
      expect(lines()[0]).toMatch(
        /^waits for the package manager, which (perl|flock) uses \(\d+ of at most 1 s\)$/,
      );
      await container.sh('kill "$(cat /tmp/pid)"');
      expect(await waitForPackageManager(run.context(), container)).toEqual({ note: null });
    } finally {
      await container.remove();
    }
  });

  it('should wait for OpenRC while it changes its runlevel', async () => {
    const container = await PhaseContainer.start('alpine');
    try {
      await container.sh('mkdir -p /run/openrc/rc.starting');
      expect(await waitForInit(run.context(), container, 600)).toMatchObject({
        note: 'The system is still starting.',
      });
      await container.sh('rmdir /run/openrc/rc.starting');
      expect(await waitForInit(run.context(), container, 600)).toEqual({ up: true, note: null });
    } finally {
      await container.remove();
    }
  });
});
