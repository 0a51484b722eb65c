import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { PageHeading } from '../ui/page-heading.js';
import { ClusterOffer } from './cluster-offer.js';
import { FingerprintCard } from './fingerprint-card.js';
import { InstallScript } from './install-script.js';
import { NodeAddressFields } from './node-address-fields.js';
import { NodeCredentials } from './node-credentials.js';
import { NodeFormModel } from './node-form-model.js';
import { NodeRegistration } from './node-registration.js';
import { ReasonList } from './reason-list.js';

/** Registers a Proxmox VE node: address, confirmed fingerprints, credentials. */
@Component({
  selector: 'ih-add-node',
  imports: [
    ClusterOffer,
    FingerprintCard,
    InstallScript,
    MatButton,
    NodeAddressFields,
    NodeCredentials,
    PageHeading,
    ReasonList,
    RouterLink,
  ],
  providers: [NodeRegistration, { provide: NodeFormModel, useExisting: NodeRegistration }],
  templateUrl: './add-node.html',
  styleUrl: './node-page.scss',
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
      case 'members':
        break;
    }
  }
}
