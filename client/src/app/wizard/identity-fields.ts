import { Component, computed, inject } from '@angular/core';
import { NumberField } from '../ui/number-field.js';
import { readableBytes } from '../ui/readable.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import type { Capacity } from './wizard-model.js';
import { NodeRoom } from './node-room.js';
import { OsTemplateField } from './os-template-field.js';
import { WizardModel } from './wizard-model.js';

/** What it is called, where it lives, what it is made from. */
@Component({
  selector: 'ih-identity-fields',
  imports: [NodeRoom, NumberField, OsTemplateField, SelectField, TextField],
  template: `
    @let draft = model.draft();
    @let insist = model.insists('configure');
    <fieldset>
      <legend>Identity</legend>
      <ih-text-field
        label="Host name"
        testId="hostname"
        [problem]="model.problemOf('hostname')"
        [insist]="insist"
        [value]="draft.hostname"
        (valueChange)="model.patch({ hostname: $event })"
      />
      <ih-number-field
        label="VMID"
        testId="vmid"
        [min]="100"
        [hint]="vmidHint()"
        [problem]="model.problemOf('vmid')"
        [insist]="insist"
        [value]="draft.vmid"
        (valueChange)="model.patch({ vmid: $event })"
      />
      <ih-select-field
        label="Node"
        testId="node-select"
        [hint]="nodeHint()"
        [choices]="nodes()"
        [problem]="model.problemOf('nodeId')"
        [insist]="insist"
        [value]="draft.nodeId"
        (valueChange)="model.chooseNode($event)"
      />
      <ih-os-template-field />
      <ih-node-room class="wide" />
      <ih-text-field
        class="wide"
        label="Tags"
        testId="tags"
        hint="Separated by spaces."
        [problem]="model.problemOf('tags')"
        [insist]="insist"
        [value]="draft.tags"
        (valueChange)="model.patch({ tags: $event })"
      />
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
})
export class IdentityFields {
  protected readonly model = inject(WizardModel);

  protected readonly nodes = computed(() =>
    (this.model.nodes() ?? []).map(({ id, name, cluster, lab, simulated }) => ({
      value: id,
      text: [
        name,
        !lab && cluster !== name && cluster,
        lab && 'Lab',
        simulated && 'simulated',
        roomOf(this.model.capacities().find(({ node }) => node.id === id)),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
  );
  protected readonly nodeHint = computed(() =>
    this.model.inventoryOf.isLoading() ? 'Asking the node…' : '',
  );
  protected readonly vmidHint = computed(() => {
    const next = this.model.inventory()?.nextVmid;
    return next === undefined ? 'Empty: the next free one.' : `Empty: the next free one, now ${next}.`;
  });
}

function roomOf(capacity: Capacity | undefined): string {
  if (!capacity || capacity.memoryFree === null) return '';
  const free = `${readableBytes(capacity.memoryFree)} memory free`;
  return capacity.suggested ? `most room · ${free}` : free;
}
