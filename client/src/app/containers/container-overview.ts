import { Component, computed, input } from '@angular/core';
import type { ContainerDetailsQuery } from '../../../../schema/generated/client.js';
import { FactList } from '../ui/fact-list.js';
import type { Fact } from '../ui/fact-list.js';
import { exactMoment, readableMebibytes } from '../ui/readable.js';

type Container = NonNullable<ContainerDetailsQuery['container']>;
type Card = Container['spec']['networks'][number];

/** What a container is made of. */
@Component({
  selector: 'ih-container-overview',
  imports: [FactList],
  template: `
    <ih-fact-list [facts]="machine()" />
    <ih-fact-list [facts]="contents()" />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr));
      gap: 0 36px;
      align-items: start;
    }
    /* One below the other they read as one list. */
    @media (max-width: 860px) {
      ih-fact-list + ih-fact-list {
        border-top: 1px solid var(--mat-sys-outline-variant);
      }
    }
  `,
})
export class ContainerOverview {
  readonly container = input.required<Container>();
  protected readonly machine = computed(() => machineOf(this.container()));
  protected readonly contents = computed(() => contentsOf(this.container()));
}

/** The machine, as the node has it. */
function machineOf({ summary, spec }: Container): Fact[] {
  return known([
    ['Address', summary.address],
    ['VMID', summary.vmid],
    ['Node', summary.nodeName],
    ['Cores', spec.cores],
    ['Memory', `${readableMebibytes(spec.memory)}, ${readableMebibytes(spec.swap)} swap`],
    ['Root disk', `${spec.disk} GiB on ${spec.storage}`],
    ...spec.mountPoints.map(({ path, storage, size }) => pair(`Volume ${path}`, `${size} GiB on ${storage}`)),
    ...spec.networks.map((card, index) => pair(`Network net${index}`, networkOf(card))),
    ['Privileges', spec.unprivileged ? 'Unprivileged' : 'Privileged'],
    ['Features', listOf(spec.features)],
    ['Starts with the node', spec.startOnBoot ? 'Yes' : 'No'],
    ['Protected', spec.protection ? 'Proxmox VE refuses to destroy it' : null],
  ]);
}

/** What was put into it, and what people say about it. */
function contentsOf({ summary, spec }: Container): Fact[] {
  return known([
    ['Template', summary.templateTitle ?? 'From scratch'],
    ['OS template', spec.osTemplate],
    ['Package groups', listOf(spec.packageGroups)],
    ['Extra packages', listOf(spec.extraPackages)],
    ['Scripts', listOf(spec.scripts)],
    ['Tags', listOf(summary.tags)],
    ['Notes', spec.description],
    ['Requested', exactMoment(summary.createdAt)],
  ]);
}

type Pair = readonly [string, string | number | null];
const pair = (name: string, value: string): Pair => [name, value];

function known(pairs: readonly Pair[]): Fact[] {
  return pairs.flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]));
}

function networkOf({ bridge, ipv4, gateway, ipv6, gateway6, vlan }: Card): string {
  const parts = [
    ...[bridge, ipv4 === 'manual' ? null : ipv4, gateway && `gateway ${gateway}`],
    ...[ipv6 === 'manual' ? null : `IPv6 ${ipv6}`, gateway6 && `gateway ${gateway6}`],
    vlan && `VLAN ${vlan}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function listOf(values: readonly string[]): string | null {
  return values.length > 0 ? values.join(', ') : null;
}
