import { DOCUMENT, inject, Injectable } from '@angular/core';
import type { Addressing, Card, WizardDraft } from './wizard-draft.js';

const KEY = 'infrahaus.wizard-presets';
const ADDRESSINGS: readonly Addressing[] = ['dhcp', 'static', 'manual'];

/** What was used last on a node and will probably be used again. */
export type Preset = Pick<WizardDraft, 'storage'> & Pick<Card, 'bridge' | 'vlan' | 'addressing' | 'gateway'>;

interface Kept {
  /** The node of the last container. */
  readonly node: string;
  readonly sshKeys: string;
  readonly nodes: Readonly<Record<string, Preset>>;
}

const NOTHING: Kept = { node: '', sshKeys: '', nodes: {} };

/** Remembers in this browser what was chosen last, per node. */
@Injectable({ providedIn: 'root' })
export class NodePresets {
  private readonly storage = inject(DOCUMENT).defaultView?.localStorage;

  /** The node that was used last, or an empty text. */
  lastNode(): string {
    return this.kept().node;
  }

  /** The public keys that were used last, one per line. */
  sshKeys(): string {
    return this.kept().sshKeys;
  }

  of(nodeId: string): Partial<Preset> {
    return this.kept().nodes[nodeId] ?? {};
  }

  /** Of the network cards the first one. */
  remember({ nodeId, storage, networks, sshKeys }: WizardDraft): void {
    const { bridge, vlan, addressing, gateway } = networks[0];
    const nodes = { ...this.kept().nodes, [nodeId]: { storage, bridge, vlan, addressing, gateway } };
    const kept: Kept = { node: nodeId, sshKeys, nodes };
    this.storage?.setItem(KEY, JSON.stringify(kept));
  }

  private kept(): Kept {
    try {
      return keptOf(JSON.parse(this.storage?.getItem(KEY) ?? 'null'));
    } catch {
      return NOTHING;
    }
  }
}

/** What can be read of a stored value; the rest is forgotten. */
function keptOf(value: unknown): Kept {
  const fields = fieldsOf(value);
  const nodes = [...fieldsOf(fields.get('nodes'))].map(([node, preset]) => [node, presetOf(preset)] as const);
  return {
    node: textOf(fields.get('node')),
    sshKeys: textOf(fields.get('sshKeys')),
    nodes: Object.fromEntries(nodes),
  };
}

function presetOf(value: unknown): Preset {
  const fields = fieldsOf(value);
  const vlan = fields.get('vlan');
  return {
    storage: textOf(fields.get('storage')),
    bridge: textOf(fields.get('bridge')),
    vlan: typeof vlan === 'number' ? vlan : null,
    addressing: ADDRESSINGS.find((known) => known === fields.get('addressing')) ?? 'dhcp',
    gateway: textOf(fields.get('gateway')),
  };
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
