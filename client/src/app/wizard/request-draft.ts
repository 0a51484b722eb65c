import type { ContainerDraftQuery } from '../../../../schema/generated/wizard.js';
import type { Template } from './draft-input.js';
import { offAtFirst } from './draft-input.js';
import type { Addressing, Addressing6, Card, WizardDraft } from './wizard-draft.js';

export type Request = NonNullable<ContainerDraftQuery['containerDraft']>;

/**
 * What was once asked for, as the wizard holds it. The VMID and the MAC addresses stay with the container that they were
 * given to, and a template that is gone has to be chosen anew.
 */
export function draftFrom(request: Request, template: Template | null): Partial<WizardDraft> {
  const { nodeId, hostname, cores, memory, swap, disk, storage, unprivileged, nesting, startOnBoot } =
    request;
  return {
    ...{ nodeId, hostname, cores, memory, swap, disk, storage, unprivileged, nesting, startOnBoot },
    templateId: template?.id ?? null,
    fromScratch: request.templateId === null,
    osTemplate: osTemplateOf(request, template),
    networks: [cardOf(request.network), ...request.moreNetworks.map(cardOf)],
    ...settingsOf(request),
    sshKeys: request.access.sshKeys.join('\n'),
    tags: request.tags.join(' '),
    skippedGroups: skipped(template?.packageGroups, request.packageGroups),
    extraPackages: request.extraPackages.map(({ manager, name }) => ({ manager, name })),
    skippedScripts: skipped(template?.scripts, request.scripts),
    scriptOrder: orderOf(template?.scripts ?? [], request.scripts ?? []),
    copiedFrom: hostname,
    neededPassword: request.access.hadPassword,
  };
}

function osTemplateOf(request: Request, template: Template | null): string {
  return request.osTemplate === template?.osTemplate ? '' : (request.osTemplate ?? '');
}

function cardOf(card: Request['network']): Card {
  const { bridge, ipv4, ipv6, vlan, mtu, firewall, rateLimit } = card;
  const addressing: Addressing = ipv4 === 'dhcp' || ipv4 === 'manual' ? ipv4 : 'static';
  const named6 = ipv6 === 'auto' || ipv6 === 'dhcp' || ipv6 === 'manual';
  const addressing6: Addressing6 = named6 ? ipv6 : 'static';
  return {
    ...{ bridge, vlan, mtu, firewall, rateLimit, addressing, addressing6, mac: '' },
    address: addressing === 'static' ? ipv4 : '',
    gateway: card.gateway ?? '',
    address6: addressing6 === 'static' ? ipv6 : '',
    gateway6: card.gateway6 ?? '',
  };
}

function settingsOf(request: Request): Partial<WizardDraft> {
  const { keyctl, fuse, mknod } = request.features;
  return {
    ...{ keyctl, fuse, mknod, protection: request.protection },
    startupOrder: request.startup.order,
    startupUpDelay: request.startup.upDelay,
    startupDownDelay: request.startup.downDelay,
    nameservers: request.dns.nameservers.join(' '),
    searchDomain: request.dns.searchDomain ?? '',
    timezone: request.timezone ?? '',
    pool: request.pool ?? '',
    description: request.description ?? '',
    mountPoints: request.mountPoints.map(({ path, storage, size, backup, readOnly }) => ({
      ...{ path, storage, size, backup, readOnly },
    })),
  };
}

/** Empty where it is the template's own order, so that what is switched off keeps its place in the list. */
function orderOf(all: Template['scripts'], wanted: readonly string[]): readonly string[] {
  const own = all.map(({ name }) => name).filter((name) => wanted.includes(name));
  return own.every((name, index) => name === wanted[index]) ? [] : wanted;
}

/** What was not asked for. Null asked for what the template switches on itself. */
function skipped(
  all: Template['packageGroups'] | Template['scripts'] | undefined,
  wanted: readonly string[] | null,
): readonly string[] {
  if (!all) return [];
  return wanted === null
    ? offAtFirst(all)
    : all.map(({ name }) => name).filter((name) => !wanted.includes(name));
}
