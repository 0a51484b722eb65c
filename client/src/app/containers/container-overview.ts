import { Component, computed, input } from '@angular/core';
import type { ContainerDetailsQuery } from '../../../../schema/generated/client.js';
import { FactList } from '../ui/fact-list.js';
import type { Fact } from '../ui/fact-list.js';
import { exactMoment } from '../ui/readable.js';

type Container = NonNullable<ContainerDetailsQuery['container']>;

/** What a container is made of. */
@Component({
  selector: 'ih-container-overview',
  imports: [FactList],
  template: `<ih-fact-list [facts]="facts()" />`,
})
export class ContainerOverview {
  readonly container = input.required<Container>();
  protected readonly facts = computed(() => factsOf(this.container()));
}

function factsOf({ summary, spec }: Container): Fact[] {
  const facts: [string, string | number | null][] = [
    ['Address', summary.address],
    ['VMID', summary.vmid],
    ['Node', summary.nodeName],
    ['Template', summary.templateTitle ?? 'From scratch'],
    ['OS template', spec.osTemplate],
    ['Cores', spec.cores],
    ['Memory', `${spec.memory} MiB, ${spec.swap} MiB swap`],
    ['Root disk', `${spec.disk} GiB on ${spec.storage}`],
    ['Network', networkOf(spec)],
    ['Privileges', spec.unprivileged ? 'Unprivileged' : 'Privileged'],
    ['Nesting', spec.nesting ? 'On' : 'Off'],
    ['Package groups', listOf(spec.packageGroups)],
    ['Extra packages', listOf(spec.extraPackages)],
    ['Scripts', listOf(spec.scripts)],
    ['Tags', listOf(summary.tags)],
    ['Requested', exactMoment(summary.createdAt)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]));
}

function networkOf({ bridge, ipv4, gateway, vlan }: Container['spec']): string {
  const parts = [bridge, ipv4, gateway && `gateway ${gateway}`, vlan && `VLAN ${vlan}`];
  return parts.filter(Boolean).join(', ');
}

function listOf(values: readonly string[]): string | null {
  return values.length > 0 ? values.join(', ') : null;
}
