import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { TextArea } from '../ui/text-area.js';
import { TextField } from '../ui/text-field.js';
import { generatePassword } from './password.js';
import { WizardModel } from './wizard-model.js';

/** How people get in: a root password, SSH keys, or both. */
@Component({
  selector: 'ih-access-fields',
  imports: [CopyButton, Icon, MatButton, MatIconButton, TextArea, TextField],
  template: `
    <fieldset>
      <legend>Access</legend>
      <div class="password wide">
        <ih-text-field
          label="Root password"
          testId="root-password"
          autocomplete="new-password"
          [mono]="shown()"
          [type]="shown() ? 'text' : 'password'"
          [problem]="passwordProblem()"
          [insist]="model.insists('configure')"
          [value]="model.password()"
          (valueChange)="model.setPassword($event)"
        >
          <button
            matIconButton
            type="button"
            [attr.aria-label]="shown() ? 'Hide the password' : 'Show the password'"
            (click)="shown.set(!shown())"
          >
            <ih-icon [name]="shown() ? 'eyeOff' : 'eye'" />
          </button>
          <ih-copy-button [text]="model.password()" label="Copy the password" />
        </ih-text-field>
        <button matButton="outlined" type="button" data-testid="generate-password" (click)="generate()">
          <ih-icon name="key" /> Generate
        </button>
      </div>
      <p class="remark">
        It is kept encrypted and never shown again, and this form forgets it when the page is loaded anew.
        Keep a copy. Not needed if there is an SSH key.
      </p>
      <ih-text-area
        class="wide"
        label="SSH public keys"
        testId="ssh-keys"
        hint="One per line, for example ssh-ed25519 AAAA… name."
        [problem]="model.problemOf('access.sshKeys')"
        [insist]="model.insists('configure')"
        [value]="model.draft().sshKeys"
        (valueChange)="model.patch({ sshKeys: $event })"
      />
    </fieldset>
  `,
  styleUrl: './fieldset.scss',
  styles: `
    .password {
      display: flex;
      gap: 12px;
      align-items: flex-start;
    }
    .password ih-text-field {
      flex: 1;
      min-width: 0;
    }
    .password > button {
      margin-top: 6px;
    }
    @media (max-width: 600px) {
      .password {
        flex-direction: column;
        align-items: stretch;
      }
      .password > button {
        margin-top: 0;
      }
    }
  `,
})
export class AccessFields {
  protected readonly model = inject(WizardModel);
  protected readonly shown = signal(false);
  /** "Nobody can get in" is said at the password, because that is where most people put it right. */
  protected readonly passwordProblem = computed(() => {
    const found = this.model
      .problems()
      .find(({ field }) => field === 'access' || field === 'access.password');
    return found ?? null;
  });

  protected generate(): void {
    this.model.setPassword(generatePassword());
    this.shown.set(true);
  }
}
