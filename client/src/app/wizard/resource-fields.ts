import { Component, computed, inject } from '@angular/core';
import { NumberField } from '../ui/number-field.js';
import { SelectField } from '../ui/select-field.js';
import { storageChoices } from './node-choices.js';
import { WizardModel } from './wizard-model.js';

/** Processor, memory and disk. */
@Component({
  selector: 'ih-resource-fields',
  imports: [NumberField, SelectField],
  template: `
    @let draft = model.draft();
    @let insist = model.insists('configure');
    <fieldset>
      <legend>Resources</legend>
      <ih-number-field
        class="half"
        label="Cores"
        testId="cores"
        [min]="1"
        [hint]="coresHint()"
        [problem]="model.problemOf('cores')"
        [insist]="insist"
        [value]="draft.cores"
        (valueChange)="model.patch({ cores: $event })"
      />
      <ih-number-field
        class="half"
        label="Memory"
        unit="MiB"
        testId="memory"
        [min]="16"
        [step]="256"
        [problem]="model.problemOf('memory')"
        [insist]="insist"
        [value]="draft.memory"
        (valueChange)="model.patch({ memory: $event })"
      />
      <ih-number-field
        class="half"
        label="Root disk"
        unit="GiB"
        testId="disk"
        [min]="1"
        [problem]="model.problemOf('disk')"
        [insist]="insist"
        [value]="draft.disk"
        (valueChange)="model.patch({ disk: $event })"
      />
      <ih-number-field
        class="half"
        label="Swap"
        unit="MiB"
        testId="swap"
        [step]="256"
        [problem]="model.problemOf('swap')"
        [insist]="insist"
        [value]="draft.swap"
        (valueChange)="model.patch({ swap: $event })"
      />
      <ih-select-field
        class="wide"
        label="Storage of the root disk"
        testId="storage"
        [choices]="storages()"
        [problem]="model.problemOf('storage')"
        [insist]="insist"
        [value]="draft.storage"
        (valueChange)="model.patch({ storage: $event })"
      />
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
})
export class ResourceFields {
  protected readonly model = inject(WizardModel);

  protected readonly coresHint = computed(() => {
    const cpus = this.model.inventory()?.cpus;
    return cpus === undefined ? '' : `The node has ${cpus}.`;
  });
  protected readonly storages = computed(() => storageChoices(this.model.inventory()));
}
