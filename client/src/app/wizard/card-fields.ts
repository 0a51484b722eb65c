import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { Problem } from '../../../../schema/rules/problem.js';
import { NumberField } from '../ui/number-field.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import { CardAddressFields } from './card-address-fields.js';
import type { Card } from './wizard-draft.js';
import { EMPTY_CARD } from './wizard-draft.js';
import { WizardModel } from './wizard-model.js';

/** Fields of the folded part. */
const RARE = ['mac', 'mtu', 'rateLimit'];

/** A network card: its bridge, its addresses, and folded what is rarely changed. */
@Component({
  selector: 'ih-card-fields',
  imports: [CardAddressFields, MatButton, MatSlideToggle, NumberField, SelectField, TextField],
  template: `
    @let insist = model.insists('configure');
    <fieldset data-testid="network-card">
      <legend>{{ alone() ? 'Network' : 'Network card net' + index() }}</legend>
      <ih-select-field
        label="Bridge"
        testId="bridge"
        [choices]="bridges()"
        [problem]="problemOf('bridge')"
        [insist]="insist"
        [value]="card().bridge"
        (valueChange)="change({ bridge: $event })"
      />
      <ih-number-field
        label="VLAN tag"
        testId="vlan"
        [min]="1"
        hint="Empty: none."
        [problem]="problemOf('vlan')"
        [insist]="insist"
        [value]="card().vlan"
        (valueChange)="change({ vlan: $event })"
      />
      <ih-card-address-fields
        [card]="card()"
        [insist]="insist"
        [problemOf]="problemOf"
        (changed)="change($event)"
      />
      <details class="wide" [open]="rareIsNeeded()">
        <summary data-testid="card-more">MAC address, MTU, rate limit and firewall</summary>
        <div class="rare">
          <ih-text-field
            label="MAC address"
            testId="mac"
            hint="Empty: Proxmox VE makes one up."
            placeholder="BC:24:11:00:00:01"
            [problem]="problemOf('mac')"
            [insist]="insist"
            [value]="card().mac"
            (valueChange)="change({ mac: $event })"
          />
          <ih-number-field
            label="MTU"
            testId="mtu"
            unit="bytes"
            hint="Empty: the bridge’s own."
            [problem]="problemOf('mtu')"
            [insist]="insist"
            [value]="card().mtu"
            (valueChange)="change({ mtu: $event })"
          />
          <ih-number-field
            label="Rate limit"
            testId="rate-limit"
            unit="MB/s"
            hint="Empty: none."
            [problem]="problemOf('rateLimit')"
            [insist]="insist"
            [value]="card().rateLimit"
            (valueChange)="change({ rateLimit: $event })"
          />
          <div class="switch">
            <mat-slide-toggle [checked]="card().firewall" (change)="change({ firewall: $event.checked })"
              >Firewall</mat-slide-toggle
            >
            <p class="remark">The firewall of Proxmox VE filters this card.</p>
          </div>
        </div>
      </details>
      @if (index() > 0) {
        <div class="wide">
          <button matButton type="button" data-testid="card-remove" (click)="model.removeCard(index())">
            Leave out net{{ index() }}
          </button>
        </div>
      }
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
  styles: `
    summary {
      width: fit-content;
      padding: 4px 0;
      color: var(--mat-sys-on-surface-variant);
      cursor: pointer;
    }
    .rare {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
      gap: 14px 16px;
      margin-top: 10px;
    }
  `,
})
export class CardFields implements OnInit {
  /** 0 for net0. */
  readonly index = input.required<number>();

  protected readonly model = inject(WizardModel);
  protected readonly card = computed(() => this.model.draft().networks[this.index()] ?? EMPTY_CARD);
  protected readonly alone = computed(() => this.model.draft().networks.length === 1);
  protected readonly bridges = computed(() =>
    (this.model.inventory()?.bridges ?? []).map(({ name, address, comment }) => ({
      value: name,
      text: [name, address, comment].filter(Boolean).join(' · '),
    })),
  );
  private readonly beganWithRare = signal(false);
  /** Unfolded where something was set in it before, or has to be put right. */
  protected readonly rareIsNeeded = computed(
    () =>
      this.beganWithRare() ||
      (this.model.insists('configure') && RARE.some((field) => this.problemOf(field) !== null)),
  );
  protected readonly problemOf = (field: string): Problem | null => {
    const index = this.index();
    return this.model.problemOf(index === 0 ? `network.${field}` : `moreNetworks.${index - 1}.${field}`);
  };

  ngOnInit(): void {
    this.beganWithRare.set(usesRare(untracked(this.card)));
  }

  protected change(change: Partial<Card>): void {
    this.model.patchCard(this.index(), change);
  }
}

function usesRare({ mac, mtu, rateLimit, firewall }: Card): boolean {
  return mac !== '' || mtu !== null || rateLimit !== null || firewall;
}
