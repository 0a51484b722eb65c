import { Component, input, output } from '@angular/core';
import type { Problem } from '../../../../schema/rules/problem.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import type { Addressing, Addressing6, Card } from './wizard-draft.js';

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

/** The addresses of a network card. */
@Component({
  selector: 'ih-card-address-fields',
  imports: [SelectField, TextField],
  template: `
    <ih-select-field
      class="wide"
      label="IPv4 address"
      testId="addressing"
      [choices]="addressings"
      [value]="card().addressing"
      (valueChange)="address($event)"
    />
    @if (card().addressing === 'static') {
      <ih-text-field
        label="Address with prefix length"
        testId="address"
        placeholder="192.168.1.20/24"
        [problem]="problemOf()('ipv4')"
        [insist]="insist()"
        [value]="card().address"
        (valueChange)="changed.emit({ address: $event })"
      />
      <ih-text-field
        label="Gateway"
        testId="gateway"
        placeholder="192.168.1.1"
        [problem]="problemOf()('gateway')"
        [insist]="insist()"
        [value]="card().gateway"
        (valueChange)="changed.emit({ gateway: $event })"
      />
    }
    <ih-select-field
      class="wide"
      label="IPv6 address"
      testId="addressing6"
      [choices]="addressings6"
      [value]="card().addressing6"
      (valueChange)="address6($event)"
    />
    @if (card().addressing6 === 'static') {
      <ih-text-field
        label="IPv6 address with prefix length"
        testId="address6"
        placeholder="2001:db8::20/64"
        [problem]="problemOf()('ipv6')"
        [insist]="insist()"
        [value]="card().address6"
        (valueChange)="changed.emit({ address6: $event })"
      />
      <ih-text-field
        label="IPv6 gateway"
        testId="gateway6"
        [problem]="problemOf()('gateway6')"
        [insist]="insist()"
        [value]="card().gateway6"
        (valueChange)="changed.emit({ gateway6: $event })"
      />
    }
  `,
  styleUrl: './fieldset.scss',
  styles: `
    :host {
      display: contents;
    }
    @media (max-width: 600px) {
      ih-text-field {
        grid-column: 1 / -1;
      }
    }
  `,
})
export class CardAddressFields {
  readonly card = input.required<Card>();
  readonly insist = input(false);
  readonly problemOf = input.required<(field: string) => Problem | null>();
  readonly changed = output<Partial<Card>>();

  protected readonly addressings = ADDRESSINGS;
  protected readonly addressings6 = ADDRESSINGS6;

  protected address(value: string): void {
    const addressing = ADDRESSINGS.find((choice) => choice.value === value)?.value;
    if (addressing) this.changed.emit({ addressing });
  }

  protected address6(value: string): void {
    const addressing6 = ADDRESSINGS6.find((choice) => choice.value === value)?.value;
    if (addressing6) this.changed.emit({ addressing6 });
  }
}
