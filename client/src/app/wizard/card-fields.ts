import { Component, inject } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { NumberField } from '../ui/number-field.js';
import { TextField } from '../ui/text-field.js';
import { WizardModel } from './wizard-model.js';

/** The rarely changed half of a network card. */
@Component({
  selector: 'ih-card-fields',
  imports: [MatSlideToggle, NumberField, TextField],
  template: `
    @let draft = model.draft();
    @let insist = model.insists('configure');
    <fieldset>
      <legend>Network card</legend>
      <ih-text-field
        label="MAC address"
        testId="mac"
        hint="Empty: Proxmox VE makes one up."
        placeholder="BC:24:11:00:00:01"
        [problem]="model.problemOf('network.mac')"
        [insist]="insist"
        [value]="draft.mac"
        (valueChange)="model.patch({ mac: $event })"
      />
      <ih-number-field
        label="MTU"
        testId="mtu"
        unit="bytes"
        hint="Empty: the bridge’s own."
        [problem]="model.problemOf('network.mtu')"
        [insist]="insist"
        [value]="draft.mtu"
        (valueChange)="model.patch({ mtu: $event })"
      />
      <ih-number-field
        label="Rate limit"
        testId="rate-limit"
        unit="MB/s"
        hint="Empty: none."
        [problem]="model.problemOf('network.rateLimit')"
        [insist]="insist"
        [value]="draft.rateLimit"
        (valueChange)="model.patch({ rateLimit: $event })"
      />
      <div class="switch">
        <mat-slide-toggle [checked]="draft.firewall" (change)="model.patch({ firewall: $event.checked })"
          >Firewall</mat-slide-toggle
        >
        <p class="remark">The firewall of Proxmox VE filters this card.</p>
      </div>
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
})
export class CardFields {
  protected readonly model = inject(WizardModel);
}
