import { Component, computed, inject } from '@angular/core';
import { SelectField } from '../ui/select-field.js';
import { TextArea } from '../ui/text-area.js';
import { TextField } from '../ui/text-field.js';
import { NodeFormModel } from './node-form-model.js';

const LOGINS = [
  { value: 'token', text: 'API token' },
  { value: 'password', text: 'User and password' },
];

const AS_IT_IS = 'Empty: as it is.';

const WAYS = [
  { value: 'key', text: 'Private key' },
  { value: 'password', text: 'Password' },
];

/** The API login and the SSH login of a node. */
@Component({
  selector: 'ih-node-credentials',
  imports: [SelectField, TextArea, TextField],
  template: `
    @let form = model.form();
    @let insist = model.insisted();
    <section class="card stack" aria-labelledby="login">
      <h2 id="login">API login</h2>
      <ih-select-field
        label="Logs in by"
        testId="login-by"
        [hint]="form.loginBy === 'token' ? '' : 'A token with few privileges is safer.'"
        [choices]="logins"
        [value]="form.loginBy"
        (valueChange)="loginBy($event)"
      />
      @if (form.loginBy === 'token') {
        <p class="muted">In Proxmox VE: Datacenter → Permissions → API Tokens. Both are kept encrypted.</p>
        <ih-text-field
          label="Token id"
          testId="token-id"
          placeholder="infrahaus@pve!infrahaus"
          [mono]="true"
          [problem]="model.problemOf('tokenId')"
          [insist]="insist"
          [value]="form.tokenId"
          (valueChange)="model.patch({ tokenId: $event })"
        />
        <ih-text-field
          label="Token secret"
          type="password"
          testId="token-secret"
          [hint]="kept()"
          [problem]="model.problemOf('tokenSecret')"
          [insist]="insist"
          [value]="form.tokenSecret"
          (valueChange)="model.patch({ tokenSecret: $event })"
        />
      } @else {
        <ih-text-field
          label="User with realm"
          testId="api-user"
          [mono]="true"
          [problem]="model.problemOf('apiUser')"
          [insist]="insist"
          [value]="form.apiUser"
          (valueChange)="model.patch({ apiUser: $event })"
        />
        <ih-text-field
          label="Password"
          type="password"
          testId="api-password"
          [hint]="kept()"
          [problem]="model.problemOf('apiPassword')"
          [insist]="insist"
          [value]="form.apiPassword"
          (valueChange)="model.patch({ apiPassword: $event })"
        />
      }
    </section>
    <section class="card stack" aria-labelledby="ssh">
      <h2 id="ssh">SSH login</h2>
      <ih-text-field
        label="User"
        testId="ssh-user"
        [problem]="model.problemOf('sshUser')"
        [insist]="insist"
        [value]="form.sshUser"
        (valueChange)="model.patch({ sshUser: $event })"
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
          [hint]="'OpenSSH or PEM format, without passphrase. ' + sshKept()"
          [problem]="model.problemOf('sshPrivateKey')"
          [insist]="insist"
          [value]="form.sshPrivateKey"
          (valueChange)="model.patch({ sshPrivateKey: $event })"
        />
      } @else {
        <ih-text-field
          label="Password"
          type="password"
          testId="ssh-password"
          [hint]="sshKept()"
          [problem]="model.problemOf('sshPassword')"
          [insist]="insist"
          [value]="form.sshPassword"
          (valueChange)="model.patch({ sshPassword: $event })"
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
  protected readonly model = inject(NodeFormModel);
  protected readonly ways = WAYS;
  protected readonly logins = LOGINS;
  protected readonly kept = computed(() => (this.model.keeps('login') ? AS_IT_IS : ''));
  protected readonly sshKept = computed(() => (this.model.keeps('ssh') ? AS_IT_IS : ''));

  protected loginBy(value: string): void {
    this.model.patch({ loginBy: value === 'password' ? 'password' : 'token' });
  }

  protected by(value: string): void {
    this.model.patch({ sshBy: value === 'password' ? 'password' : 'key' });
  }
}
