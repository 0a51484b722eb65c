import { Component, computed, inject } from '@angular/core';
import { NumberField } from '../ui/number-field.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import type { Addressing, Addressing6 } from './wizard-draft.js';
import { WizardModel } from './wizard-model.js';

const ADDRESSINGS: readonly { value: Addressing; text: string }[] = [
  { value: 'dhcp', text: 'Automatic (DHCP)' },
  { value: 'static', text: 'Static address' },
  { value: 'manual', text: 'None; the container sees to it itself' },
];

const ADDRESSINGS6: readonly { value: Addressing6; text: string }[] = [
  { value: 'manual', text: 'None; the container sees to it itself' },
  { value: 'auto', text: 'Automatic (SLAAC)' },
  { value: 'dhcp', text: 'Automatic (DHCPv6)' },
  { value: 'static', text: 'Static address' },
];

/** How net0 is connected. */
@Component({
  selector: 'ih-network-fields',
  imports: [NumberField, SelectField, TextField],
  template: `
    @let draft = model.draft();
    @let insist = model.insists('configure');
    <fieldset>
      <legend>Network</legend>
      <ih-select-field
        label="Bridge"
        testId="bridge"
        [choices]="bridges()"
        [problem]="model.problemOf('network.bridge')"
        [insist]="insist"
        [value]="draft.bridge"
        (valueChange)="model.patch({ bridge: $event })"
      />
      <ih-number-field
        label="VLAN tag"
        testId="vlan"
        [min]="1"
        hint="Empty: none."
        [problem]="model.problemOf('network.vlan')"
        [insist]="insist"
        [value]="draft.vlan"
        (valueChange)="model.patch({ vlan: $event })"
      />
      <ih-select-field
        class="wide"
        label="IPv4 address"
        testId="addressing"
        [choices]="addressings"
        [value]="draft.addressing"
        (valueChange)="address($event)"
      />
      @if (draft.addressing === 'static') {
        <ih-text-field
          label="Address with prefix length"
          testId="address"
          placeholder="192.168.1.20/24"
          [problem]="model.problemOf('network.ipv4')"
          [insist]="insist"
          [value]="draft.address"
          (valueChange)="model.patch({ address: $event })"
        />
        <ih-text-field
          label="Gateway"
          testId="gateway"
          placeholder="192.168.1.1"
          [problem]="model.problemOf('network.gateway')"
          [insist]="insist"
          [value]="draft.gateway"
          (valueChange)="model.patch({ gateway: $event })"
        />
      }
      <ih-select-field
        class="wide"
        label="IPv6 address"
        testId="addressing6"
        [choices]="addressings6"
        [value]="draft.addressing6"
        (valueChange)="address6($event)"
      />
      @if (draft.addressing6 === 'static') {
        <ih-text-field
          label="IPv6 address with prefix length"
          testId="address6"
          placeholder="2001:db8::20/64"
          [problem]="model.problemOf('network.ipv6')"
          [insist]="insist"
          [value]="draft.address6"
          (valueChange)="model.patch({ address6: $event })"
        />
        <ih-text-field
          label="IPv6 gateway"
          testId="gateway6"
          [problem]="model.problemOf('network.gateway6')"
          [insist]="insist"
          [value]="draft.gateway6"
          (valueChange)="model.patch({ gateway6: $event })"
        />
      }
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
})
export class NetworkFields {
  protected readonly model = inject(WizardModel);
  protected readonly addressings = ADDRESSINGS;
  protected readonly addressings6 = ADDRESSINGS6;
  protected readonly bridges = computed(() =>
    (this.model.inventory()?.bridges ?? []).map(({ name, address, comment }) => ({
      value: name,
      text: [name, address, comment].filter(Boolean).join(' · '),
    })),
  );

  protected address(value: string): void {
    const addressing = ADDRESSINGS.find((choice) => choice.value === value)?.value;
    if (addressing) this.model.patch({ addressing });
  }

  protected address6(value: string): void {
    const addressing6 = ADDRESSINGS6.find((choice) => choice.value === value)?.value;
    if (addressing6) this.model.patch({ addressing6 });
  }
}
