import { inputOf, problemsOf } from './draft-input.js';
import type { Card, WizardDraft } from './wizard-draft.js';
import { EMPTY_CARD, emptyDraft } from './wizard-draft.js';
import { templates } from './wizard.fixture.js';

const template = templates[0]!;
const card = { ...EMPTY_CARD, bridge: 'vmbr0' };
const net0 = (change: Partial<Card>): Pick<WizardDraft, 'networks'> => ({
  networks: [{ ...card, ...change }],
});
const complete = {
  ...emptyDraft('key-12345678'),
  templateId: template.id,
  nodeId: 'n1',
  hostname: ' web-1 ',
  storage: 'local-zfs',
  networks: [card] as const,
};
const codesOf = (change: Partial<WizardDraft>, password = 'long enough') => {
  const draft = { ...complete, ...change };
  return problemsOf(draft, inputOf(draft, password, template)).map(({ code }) => code);
};

describe('What a draft becomes', () => {
  it('is accepted by the rules when it is complete', () => {
    expect(codesOf({})).toEqual([]);
  });

  it('trims, splits lists, and leaves out what is empty', () => {
    const input = inputOf({ ...complete, tags: 'web, intern  x', sshKeys: '\n' }, 'pass', template);
    expect(input).toMatchObject({
      hostname: 'web-1',
      tags: ['web', 'intern', 'x'],
      access: { password: 'pass', sshKeys: [] },
      network: { ipv4: 'dhcp', gateway: null, vlan: null },
      packageGroups: null,
      scripts: null,
      osTemplate: null,
    });
  });

  it('names the groups and scripts that stay on only when some are off', () => {
    const draft = { ...complete, skippedGroups: ['nginx.apt'], skippedScripts: ['10-configure.sh'] };
    expect(inputOf(draft, '', template)).toMatchObject({ packageGroups: ['base.apt'], scripts: [] });
  });

  it('names the scripts in the order that was chosen, and none in the template’s own', () => {
    const two = { ...template, scripts: [...template.scripts, { ...template.scripts[0]!, name: '20-b.sh' }] };
    const ordered = (scriptOrder: string[], skippedScripts: string[] = []) =>
      inputOf({ ...complete, scriptOrder, skippedScripts }, '', two).scripts;
    expect(ordered(['20-b.sh', '10-configure.sh'])).toEqual(['20-b.sh', '10-configure.sh']);
    expect(ordered(['20-b.sh', '10-configure.sh'], ['10-configure.sh'])).toEqual(['20-b.sh']);
    expect(ordered(['10-configure.sh', '20-b.sh'])).toBeNull();
  });

  it('sends gateway and address only for a static address', () => {
    const typed = { address: '192.168.1.20/24', gateway: '192.168.1.1' };
    const cardOf = (change: Partial<Card>) => inputOf({ ...complete, ...net0(change) }, '', template);
    expect(cardOf(typed).network).toMatchObject({ ipv4: 'dhcp', gateway: null });
    expect(cardOf({ ...typed, addressing: 'static' }).network).toMatchObject({
      ipv4: '192.168.1.20/24',
      gateway: '192.168.1.1',
    });
  });

  it('carries volumes, features, DNS and the card’s own settings', () => {
    const volume = { path: '/srv/data', storage: 'local', size: 4, backup: true, readOnly: false };
    const typed = {
      mountPoints: [volume],
      keyctl: true,
      nameservers: '1.1.1.1, 9.9.9.9',
      ...net0({ mac: ' ', mtu: 1400 }),
    };
    expect(inputOf({ ...complete, ...typed }, '', template)).toMatchObject({
      mountPoints: [volume],
      features: { keyctl: true, fuse: false, mknod: false },
      dns: { nameservers: ['1.1.1.1', '9.9.9.9'], searchDomain: null },
      network: { mac: null, mtu: 1400, ipv6: 'manual' },
    });
    expect(codesOf({ mountPoints: [{ ...volume, path: '/etc' }] })).toEqual(['MOUNT_PATH.SYSTEM']);
    expect(codesOf(net0({ addressing6: 'static', address6: 'nonsense' }))).toHaveLength(1);
  });

  it('carries every network card, and has each of them judged', () => {
    const second: Card = { ...card, addressing: 'manual', vlan: 7, mac: 'BC:24:11:00:00:01' };
    const draft: WizardDraft = { ...complete, networks: [card, second] };
    expect(inputOf(draft, '', template).moreNetworks).toMatchObject([{ ipv4: 'manual', vlan: 7 }]);
    expect(codesOf({ networks: [card, { ...second, vlan: 5000 }] })).toHaveLength(1);
    expect(codesOf({ networks: [{ ...card, mac: second.mac }, second] })).toEqual(['MAC.TWICE']);
  });

  it('is refused with the same codes as on the server', () => {
    expect(codesOf({ hostname: '-x' })).toEqual(['HOSTNAME.INVALID']);
    expect(codesOf({ cores: null })).toEqual(['CORES.RANGE']);
    expect(codesOf(net0({ addressing: 'static', address: '10.0.0.0/8' }))).toEqual(['IPV4.NETWORK_ADDRESS']);
    expect(codesOf({}, '')).toEqual(['ACCESS.NONE']);
    expect(codesOf({ templateId: null })).toEqual(['TEMPLATE.MISSING']);
    expect(codesOf({ nodeId: '' })).toEqual(['NODE.MISSING']);
    expect(codesOf({ extraPackages: [{ manager: 'APT', name: 'a;reboot' }] })).toEqual(['PACKAGE.INVALID']);
  });
});
