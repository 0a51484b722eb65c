import { createContainerProblems } from '../../../../schema/rules/create-container.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { problem } from '../../../../schema/rules/problem.js';
import type { CreateContainerInput, TemplateCatalogueQuery } from '../../../../schema/generated/wizard.js';
import { inOrder } from './script-order.js';
import type { Card, WizardDraft } from './wizard-draft.js';
import { extraPackagesOf } from './wizard-draft.js';

export type Template = TemplateCatalogueQuery['templates'][number];
type Request = Parameters<typeof createContainerProblems>[0] & CreateContainerInput;

/** What is sent to the server for a draft. An empty number becomes NaN, which no rule accepts. */
export function inputOf(draft: WizardDraft, password: string, template: Template | null): Request {
  return {
    nodeId: draft.nodeId,
    templateId: draft.templateId,
    osTemplate: draft.osTemplate || null,
    hostname: draft.hostname.trim(),
    vmid: draft.vmid,
    cores: draft.cores ?? NaN,
    memory: draft.memory ?? NaN,
    swap: draft.swap ?? NaN,
    disk: draft.disk ?? NaN,
    storage: draft.storage,
    network: networkOf(draft.networks[0]),
    moreNetworks: draft.networks.slice(1).map(networkOf),
    access: { password: password || null, sshKeys: words(draft.sshKeys, /\r?\n/) },
    mountPoints: draft.mountPoints.map(({ size, ...mount }) => ({ ...mount, size: size ?? NaN })),
    features: { keyctl: draft.keyctl, fuse: draft.fuse, mknod: draft.mknod },
    startup: {
      order: draft.startupOrder,
      upDelay: draft.startupUpDelay,
      downDelay: draft.startupDownDelay,
    },
    dns: { nameservers: words(draft.nameservers, /[\s,]+/), searchDomain: typed(draft.searchDomain) },
    timezone: typed(draft.timezone),
    pool: typed(draft.pool),
    description: draft.description.trim() ? draft.description : null,
    protection: draft.protection,
    unprivileged: draft.unprivileged,
    nesting: draft.nesting,
    startOnBoot: draft.startOnBoot,
    tags: words(draft.tags, /[\s,]+/),
    packageGroups: chosen(template?.packageGroups, draft.skippedGroups),
    extraPackages: [...extraPackagesOf(draft)],
    scripts: scriptsOf(draft, template?.scripts ?? []),
  };
}

/** What the rules have to say about a draft, by the same functions that the server uses. */
export function problemsOf(draft: WizardDraft, input: Request): readonly FieldProblem[] {
  const missing: FieldProblem[] = [];
  if (!draft.fromScratch && draft.templateId === null) {
    missing.push({
      field: 'templateId',
      ...problem('TEMPLATE.MISSING', 'Choose a template, or start from scratch.'),
    });
  }
  if (draft.nodeId === '') {
    missing.push({ field: 'nodeId', ...problem('NODE.MISSING', 'Choose the node to make it on.') });
  }
  const found = createContainerProblems(input);
  const hidden = missing.some(({ field }) => field === 'templateId') ? 'osTemplate' : '';
  return [...missing, ...found.filter(({ field }) => field !== hidden)];
}

function networkOf(card: Card): Request['network'] {
  const { bridge, addressing, addressing6, vlan, mtu, firewall, rateLimit } = card;
  return {
    bridge,
    ipv4: addressing === 'static' ? card.address.trim() : addressing,
    gateway: addressing === 'static' ? typed(card.gateway) : null,
    ipv6: addressing6 === 'static' ? card.address6.trim() : addressing6,
    gateway6: addressing6 === 'static' ? typed(card.gateway6) : null,
    mac: typed(card.mac),
    ...{ vlan, mtu, firewall, rateLimit },
  };
}

function typed(text: string): string | null {
  return text.trim() || null;
}

function words(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter(Boolean);
}

interface Switchable {
  readonly name: string;
  readonly enabled: boolean;
}

/** What a template brings but leaves switched off. */
export function offAtFirst(all: readonly Switchable[]): string[] {
  return all.filter(({ enabled }) => !enabled).map(({ name }) => name);
}

/** Null also for the template's own order. */
function scriptsOf(draft: WizardDraft, all: Template['scripts']): string[] | null {
  const ordered = inOrder(all, draft.scriptOrder);
  const isMoved = ordered.some(({ name }, index) => name !== all[index]?.name);
  if (!isMoved) return chosen(all, draft.skippedScripts);
  return ordered.map(({ name }) => name).filter((name) => !draft.skippedScripts.includes(name));
}

/** Null for what the template switches on itself, so that a template without groups needs no list. */
function chosen(all: readonly Switchable[] | undefined, skipped: readonly string[]): string[] | null {
  if (!all || all.every(({ name, enabled }) => enabled !== skipped.includes(name))) return null;
  return all.map(({ name }) => name).filter((name) => !skipped.includes(name));
}
