import { inOrder } from './script-order.js';
import type { Fact } from '../ui/fact-list.js';
import type { Template } from './draft-input.js';
import type { StepKey } from './steps.js';
import type { Card, WizardDraft } from './wizard-draft.js';
import { extraPackagesOf } from './wizard-draft.js';

export interface Section {
  readonly title: string;
  readonly step: StepKey;
  readonly facts: readonly Fact[];
}

interface Chosen {
  readonly template: Template | null;
  readonly nodeName: string;
  readonly nextVmid: number | null;
}

/** Everything that was chosen, in the order of the steps. Secrets are only said to be there. */
export function sectionsOf(draft: WizardDraft, hasPassword: boolean, chosen: Chosen): readonly Section[] {
  return [
    { title: 'Identity', step: 'configure', facts: identity(draft, chosen) },
    { title: 'Resources', step: 'configure', facts: resources(draft) },
    { title: 'Network and access', step: 'configure', facts: networkAndAccess(draft, hasPassword) },
    { title: 'Packages and scripts', step: 'packages', facts: contents(draft, chosen.template) },
  ];
}

function identity(draft: WizardDraft, { template, nodeName, nextVmid }: Chosen): Fact[] {
  const next = nextVmid === null ? 'The next free one' : `The next free one, now ${nextVmid}`;
  return [
    fact('Host name', draft.hostname),
    fact('Template', template?.title ?? 'From scratch'),
    fact('Node', nodeName),
    fact('VMID', draft.vmid ?? next),
    fact('OS template', draft.osTemplate || (template?.osTemplate ?? '')),
    fact('Tags', draft.tags || 'None'),
    ...given('Pool', draft.pool),
    ...given('Time zone', draft.timezone),
  ];
}

function resources(draft: WizardDraft): Fact[] {
  return [
    fact('Cores', draft.cores ?? ''),
    fact('Memory', `${draft.memory ?? ''} MiB, ${draft.swap ?? ''} MiB swap`),
    fact('Root disk', `${draft.disk ?? ''} GiB on ${draft.storage}`),
    ...draft.mountPoints.map(({ path, size, storage }) => fact(path, `${size ?? ''} GiB on ${storage}`)),
    fact('Features', features(draft)),
  ];
}

function features({
  unprivileged,
  nesting,
  keyctl,
  fuse,
  mknod,
  startOnBoot,
  protection,
}: WizardDraft): string {
  const parts = [
    unprivileged ? 'unprivileged' : 'privileged',
    nesting && 'nesting',
    keyctl && 'keyctl',
    fuse && 'FUSE',
    mknod && 'mknod',
    protection && 'protected',
    startOnBoot && 'starts with the node',
  ];
  return parts.filter(Boolean).join(', ');
}

function networkAndAccess(draft: WizardDraft, hasPassword: boolean): Fact[] {
  const keys = draft.sshKeys.split('\n').filter((line) => line.trim()).length;
  const access = [
    hasPassword && 'root password',
    keys > 0 && (keys === 1 ? 'one SSH key' : `${keys} SSH keys`),
  ];
  return [
    ...draft.networks.flatMap((card, index) =>
      cardFacts(card, draft.networks.length > 1 ? `net${index} ` : ''),
    ),
    ...given('DNS', [draft.nameservers, draft.searchDomain].filter(Boolean).join(', ')),
    fact('Access', access.filter(Boolean).join(' and ') || 'None yet'),
  ];
}

function cardFacts(card: Card, prefix: string): Fact[] {
  const { bridge, vlan, mtu, mac, rateLimit, firewall } = card;
  const wire = [
    bridge,
    vlan !== null && `VLAN ${vlan}`,
    mtu !== null && `MTU ${mtu}`,
    mac,
    rateLimit !== null && `at most ${rateLimit} MB/s`,
    firewall && 'firewall',
  ];
  return [
    fact(`${prefix}Bridge`, wire.filter(Boolean).join(', ')),
    fact(`${prefix}IPv4`, addressOf(card)),
    fact(`${prefix}IPv6`, address6Of(card)),
  ];
}

function addressOf({ addressing, address, gateway }: Card): string {
  if (addressing === 'dhcp') return 'DHCP';
  if (addressing === 'manual') return 'None';
  return gateway ? `${address}, gateway ${gateway}` : address;
}

function address6Of({ addressing6, address6, gateway6 }: Card): string {
  switch (addressing6) {
    case 'auto':
      return 'SLAAC';
    case 'dhcp':
      return 'DHCPv6';
    case 'manual':
      return 'None';
    case 'static':
      return gateway6 ? `${address6}, gateway ${gateway6}` : address6;
  }
}

/** A fact that is worth a line only where it was given. */
function given(name: string, value: string): Fact[] {
  return value ? [fact(name, value)] : [];
}

function contents(draft: WizardDraft, template: Template | null): Fact[] {
  const groups = template?.packageGroups.filter(({ name }) => !draft.skippedGroups.includes(name)) ?? [];
  const scripts = inOrder(template?.scripts ?? [], draft.scriptOrder).filter(
    ({ name }) => !draft.skippedScripts.includes(name),
  );
  return [
    fact('Groups', list(groups.map(({ name }) => name))),
    fact('Extra', list(extraPackagesOf(draft).map(({ name }) => name))),
    fact('Scripts', list(scripts.map(({ name }) => name))),
    fact('Files', list(template?.files.map(({ path }) => path) ?? [])),
  ];
}

function list(values: readonly string[]): string {
  return values.length > 0 ? values.join(', ') : 'None';
}

function fact(name: string, value: string | number): Fact {
  return { name, value: String(value) };
}
