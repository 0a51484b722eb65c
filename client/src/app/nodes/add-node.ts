import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Notice } from '../ui/notice.js';
import { NumberField } from '../ui/number-field.js';
import { PageHeading } from '../ui/page-heading.js';
import { TextField } from '../ui/text-field.js';
import { InstallScript } from './install-script.js';
import { NodeCredentials } from './node-credentials.js';
import { NodeRegistration } from './node-registration.js';

/** Registers a Proxmox VE node: address, confirmed fingerprints, credentials. */
@Component({
  selector: 'ih-add-node',
  imports: [
    InstallScript,
    MatButton,
    NodeCredentials,
    Notice,
    NumberField,
    PageHeading,
    RouterLink,
    TextField,
  ],
  providers: [NodeRegistration],
  templateUrl: './add-node.html',
  styleUrl: './add-node.scss',
})
export class AddNode {
  protected readonly registration = inject(NodeRegistration);

  protected submit(event: Event): void {
    event.preventDefault();
    switch (this.registration.stage()) {
      case 'address':
        void this.registration.probe();
        break;
      case 'fingerprints':
        this.registration.go('credentials');
        break;
      case 'credentials':
        void this.registration.add();
        break;
    }
  }
}
