import { Component, inject } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { NumberField } from '../ui/number-field.js';
import { TextArea } from '../ui/text-area.js';
import { TextField } from '../ui/text-field.js';
import { WizardModel } from './wizard-model.js';

/** What most people leave as it is. */
@Component({
  selector: 'ih-settings-fields',
  imports: [MatSlideToggle, NumberField, TextArea, TextField],
  template: `
    @let draft = model.draft();
    @let insist = model.insists('configure');
    <fieldset>
      <legend>Names, order and notes</legend>
      <ih-text-field
        label="DNS servers"
        testId="nameservers"
        hint="Separated by spaces. Empty: the node’s."
        [problem]="model.problemOf('dns.nameservers')"
        [insist]="insist"
        [value]="draft.nameservers"
        (valueChange)="model.patch({ nameservers: $event })"
      />
      <ih-text-field
        label="Search domain"
        testId="search-domain"
        placeholder="home.example"
        [problem]="model.problemOf('dns.searchDomain')"
        [insist]="insist"
        [value]="draft.searchDomain"
        (valueChange)="model.patch({ searchDomain: $event })"
      />
      <ih-text-field
        label="Time zone"
        testId="timezone"
        hint="For example Europe/Berlin, or host for the node’s."
        [problem]="model.problemOf('timezone')"
        [insist]="insist"
        [value]="draft.timezone"
        (valueChange)="model.patch({ timezone: $event })"
      />
      <ih-text-field
        label="Pool"
        testId="pool"
        hint="A pool of Proxmox VE. Empty: none."
        [problem]="model.problemOf('pool')"
        [insist]="insist"
        [value]="draft.pool"
        (valueChange)="model.patch({ pool: $event })"
      />
      <ih-number-field
        label="Start order"
        testId="startup-order"
        hint="Lower ones start first. Empty: any."
        [problem]="model.problemOf('startup.order')"
        [insist]="insist"
        [value]="draft.startupOrder"
        (valueChange)="model.patch({ startupOrder: $event })"
      />
      <ih-number-field
        label="Wait after its start"
        unit="s"
        testId="startup-up"
        hint="Before the next one starts."
        [problem]="model.problemOf('startup.upDelay')"
        [insist]="insist"
        [value]="draft.startupUpDelay"
        (valueChange)="model.patch({ startupUpDelay: $event })"
      />
      <ih-number-field
        label="Wait for its shutdown"
        unit="s"
        testId="startup-down"
        hint="Empty: Proxmox VE’s own 180 s."
        [problem]="model.problemOf('startup.downDelay')"
        [insist]="insist"
        [value]="draft.startupDownDelay"
        (valueChange)="model.patch({ startupDownDelay: $event })"
      />
      <ih-text-area
        class="wide"
        label="Notes"
        testId="description"
        hint="They show in Proxmox VE."
        [problem]="model.problemOf('description')"
        [insist]="insist"
        [value]="draft.description"
        (valueChange)="model.patch({ description: $event })"
      />
      <div class="switch">
        <mat-slide-toggle [checked]="draft.protection" (change)="model.patch({ protection: $event.checked })"
          >Protected</mat-slide-toggle
        >
        <p class="remark">Proxmox VE refuses to destroy it until the protection is taken off there.</p>
      </div>
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
})
export class SettingsFields {
  protected readonly model = inject(WizardModel);
}
