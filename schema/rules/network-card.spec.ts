import { gateway6Problem, ipv6Problem, parseIpv6 } from './ipv6.js';
import {
  macProblem,
  mtuProblem,
  nameserverProblem,
  networkCardProblems,
  rateLimitProblem,
} from './network-card.js';
import type { Problem } from './problem.js';
import {
  descriptionProblem,
  mountPathProblem,
  poolProblem,
  searchDomainProblem,
  startupOrderProblem,
  timezoneProblem,
} from './settings.js';

const fine = (problems: readonly (Problem | null)[]) => {
  expect(problems.filter((found) => found !== null)).toEqual([]);
};
const refused = (problems: readonly (Problem | null)[]) => {
  expect(problems.map((found) => found === null)).not.toContain(true);
};
const HOSTILE = ['; reboot', '$(id)', '`id`', 'a,ip=1', "a'b", 'a\nb', 'a b;c', '-o', '', 'a\0b'];

describe('IPv6 addresses', () => {
  it('should be understood in each way of writing them', () => {
    expect(parseIpv6('2001:DB8::1')).toEqual([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]);
    expect(parseIpv6('::')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(parseIpv6('1:2:3:4:5:6:7:8')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(parseIpv6('::ffff:192.0.2.1')).toEqual([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x201]);
    expect(parseIpv6('1::')).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('should be refused when they are none', () => {
    const wrong = [
      '1:2:3',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      'g::',
      '::1%eth0',
      '192.0.2.1',
      ':1',
      '1:',
    ];
    expect(wrong.map(parseIpv6)).toEqual(wrong.map(() => null));
  });

  it('should be given to a host with a prefix length, or by somebody else', () => {
    fine(['auto', 'dhcp', 'manual', '2001:db8::20/64', 'fd00::1/48', 'fe80::2/10'].map(ipv6Problem));
    refused(
      [...HOSTILE, '2001:db8::1', '::1/128', '::/0', 'ff02::1/16', '2001:db8::1/129', 'slaac'].map(
        ipv6Problem,
      ),
    );
  });

  it('should have a gateway in their network or on their link', () => {
    const gateway = (value: string | null, ipv6 = '2001:db8:0:20::5/60') => gateway6Problem(ipv6, value);
    fine([null, '', '2001:db8:0:2f::1', 'fe80::1'].map((value) => gateway(value)));
    expect(gateway('2001:db8:0:30::1')?.code).toBe('GATEWAY6.OUTSIDE_NETWORK');
    expect(gateway('2001:db8:0:20::5')?.code).toBe('GATEWAY6.SAME_AS_ADDRESS');
    expect(gateway('fe80::1', 'auto')?.code).toBe('GATEWAY6.NOT_STATIC');
    expect(gateway('192.0.2.1')?.code).toBe('GATEWAY6.INVALID');
  });
});

describe('network cards', () => {
  it('should name each field that is wrong', () => {
    const card = {
      bridge: 'a,b',
      ipv4: '10.0.0.0/8',
      gateway: '10.0.0.1',
      ipv6: 'x',
      vlan: 0,
      mtu: 1,
      mac: 'x',
    };
    const found = networkCardProblems('moreNetworks.2', card).filter(([, reason]) => reason !== null);
    expect(found.map(([field]) => field)).toEqual([
      ...['moreNetworks.2.bridge', 'moreNetworks.2.ipv4', 'moreNetworks.2.ipv6'],
      ...['moreNetworks.2.vlan', 'moreNetworks.2.mtu', 'moreNetworks.2.mac'],
    ]);
  });

  it('should take MAC addresses of one card only', () => {
    fine(['BC:24:11:00:00:01', '02:00:00:00:00:00'].map(macProblem));
    refused([...HOSTILE, '01:00:5e:00:00:01', '00:00:00:00:00:00', 'bc-24-11-00-00-01'].map(macProblem));
  });

  it('should keep to the limits of MTU, rate and name servers', () => {
    fine([mtuProblem(64), mtuProblem(65_535), rateLimitProblem(0.5), nameserverProblem('::1')]);
    refused([mtuProblem(63), mtuProblem(65_536), rateLimitProblem(0), rateLimitProblem(Infinity)]);
    refused([...HOSTILE, 'dns.example'].map(nameserverProblem));
  });
});

describe('further settings', () => {
  it('should mount volumes where they hide nothing of the system', () => {
    fine(['/srv/data', '/var/lib/postgresql', '/mnt', '/home/a.b'].map(mountPathProblem));
    refused([...HOSTILE, '/', '/etc', 'srv', '/a/../b', '/a//b', '/a,b', '/a b'].map(mountPathProblem));
  });

  it('should take names as Proxmox VE has them', () => {
    fine([
      poolProblem('web'),
      poolProblem('a/b/c'),
      timezoneProblem('host'),
      timezoneProblem('Europe/Berlin'),
    ]);
    fine([searchDomainProblem('home.example'), searchDomainProblem('a.example b.example')]);
    refused(HOSTILE.map(timezoneProblem));
    refused([...HOSTILE.map(poolProblem), poolProblem('a/b/c/d'), ...HOSTILE.map(searchDomainProblem)]);
    refused([startupOrderProblem(-1), startupOrderProblem(1.5)]);
  });

  it('should take any description but a false mark of ours', () => {
    fine(['My *wiki*\nsecond line; $(id)', ''].map(descriptionProblem));
    refused(['x\ninfrahaus:i:c', ' infrahaus:i:c', 'a\0b', 'x'.repeat(7_001)].map(descriptionProblem));
  });
});
