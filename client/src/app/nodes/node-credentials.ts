import { Component, inject } from '@angular/core';
import { SelectField } from '../ui/select-field.js';
import { TextArea } from '../ui/text-area.js';
import { TextField } from '../ui/text-field.js';
import { NodeRegistration } from './node-registration.js';

const WAYS = [
  { value: 'key', text: 'Private key' },
  { value: 'password', text: 'Password' },
];

/** The API token and the SSH login of a node. */
@Component({
  selector: 'ih-node-credentials',
  imports: [SelectField, TextArea, TextField],
  template: `
    @let form = registration.form();
    @let insist = registration.insisted();
    <section class="card stack" aria-labelledby="token">
      <h2 id="token">API token</h2>
      <p class="muted">In Proxmox VE: Datacenter → Permissions → API Tokens. Both are kept encrypted.</p>
      <ih-text-field
        label="Token id"
        testId="token-id"
        placeholder="infrahaus@pve!infrahaus"
        [mono]="true"
        [problem]="registration.problemOf('tokenId')"
        [insist]="insist"
        [value]="form.tokenId"
        (valueChange)="registration.patch({ tokenId: $event })"
      />
      <ih-text-field
        label="Token secret"
        type="password"
        testId="token-secret"
        [problem]="registration.problemOf('tokenSecret')"
        [insist]="insist"
        [value]="form.tokenSecret"
        (valueChange)="registration.patch({ tokenSecret: $event })"
      />
    </section>
    <section class="card stack" aria-labelledby="ssh">
      <h2 id="ssh">SSH login</h2>
      <ih-text-field
        label="User"
        testId="ssh-user"
        [problem]="registration.problemOf('sshUser')"
        [insist]="insist"
        [value]="form.sshUser"
        (valueChange)="registration.patch({ sshUser: $event })"
      />
      <ih-select-field
        label="Signs in by"
        testId="ssh-by"
        [choices]="ways"
        [value]="form.sshBy"
        (valueChange)="by($event)"
      />
      @if (form.sshBy === 'key') {
        <ih-text-area
          label="Private key"
          testId="ssh-private-key"
          hint="OpenSSH or PEM format, without passphrase."
          [problem]="registration.problemOf('sshPrivateKey')"
          [insist]="insist"
          [value]="form.sshPrivateKey"
          (valueChange)="registration.patch({ sshPrivateKey: $event })"
        />
      } @else {
        <ih-text-field
          label="Password"
          type="password"
          testId="ssh-password"
          [problem]="registration.problemOf('sshPassword')"
          [insist]="insist"
          [value]="form.sshPassword"
          (valueChange)="registration.patch({ sshPassword: $event })"
        />
      }
    </section>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    p {
      margin: 0;
    }
  `,
})
export class NodeCredentials {
  protected readonly registration = inject(NodeRegistration);
  protected readonly ways = WAYS;

  protected by(value: string): void {
    this.registration.patch({ sshBy: value === 'password' ? 'password' : 'key' });
  }
}
