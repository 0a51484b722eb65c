import { Component, inject } from '@angular/core';
import { NumberField } from '../ui/number-field.js';
import { TextField } from '../ui/text-field.js';
import { NodeFormModel } from './node-form-model.js';

/** Where a node's API and SSH server are. */
@Component({
  selector: 'ih-node-address-fields',
  imports: [NumberField, TextField],
  template: `
    @let form = model.form();
    @let insist = model.insisted();
    <section class="card fields" aria-label="Address">
      <ih-text-field
        label="Host or IP address"
        testId="node-host"
        [problem]="model.problemOf('host')"
        [insist]="insist"
        [value]="form.host"
        (valueChange)="model.patch({ host: $event })"
      />
      <ih-number-field
        label="API port"
        testId="node-port"
        [problem]="model.problemOf('port')"
        [insist]="insist"
        [value]="form.port"
        (valueChange)="model.patch({ port: $event })"
      />
      <ih-text-field
        label="SSH host"
        testId="node-ssh-host"
        hint="Empty: the same."
        [problem]="model.problemOf('sshHost')"
        [insist]="insist"
        [value]="form.sshHost"
        (valueChange)="model.patch({ sshHost: $event })"
      />
      <ih-number-field
        label="SSH port"
        testId="node-ssh-port"
        [problem]="model.problemOf('sshPort')"
        [insist]="insist"
        [value]="form.sshPort"
        (valueChange)="model.patch({ sshPort: $event })"
      />
    </section>
  `,
  styles: `
    .fields {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 140px;
      gap: 14px 16px;
    }
    @media (max-width: 480px) {
      .fields {
        grid-template-columns: minmax(0, 1fr) 104px;
        gap: 14px 10px;
      }
    }
  `,
})
export class NodeAddressFields {
  protected readonly model = inject(NodeFormModel);
}
