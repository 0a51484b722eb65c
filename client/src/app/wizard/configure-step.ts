import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { AccessFields } from './access-fields.js';
import { FeatureFields } from './feature-fields.js';
import { IdentityFields } from './identity-fields.js';
import { NetworkFields } from './network-fields.js';
import { ResourceFields } from './resource-fields.js';
import { WizardModel } from './wizard-model.js';

/** Step 2: identity, access, resources, network and features. */
@Component({
  selector: 'ih-configure-step',
  imports: [
    AccessFields,
    FeatureFields,
    IdentityFields,
    MatButton,
    NetworkFields,
    Notice,
    PageHeading,
    ResourceFields,
    RouterLink,
  ],
  template: `
    <h1 ihPageHeading>Configure</h1>
    @if (model.nodes()?.length === 0) {
      <ih-notice tone="error">
        There is no node to make it on. <a routerLink="/nodes/new">Add a Proxmox VE node</a>; what you typed
        stays here.
      </ih-notice>
    } @else if (model.unreachable() ?? loadFailure(); as text) {
      <ih-notice tone="error">
        {{ text }}
        <button matButton type="button" (click)="reload()">Ask again</button>
      </ih-notice>
    }
    <ih-identity-fields />
    <ih-access-fields />
    <ih-resource-fields />
    <ih-network-fields />
    <ih-feature-fields />
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
  `,
})
export class ConfigureStep {
  protected readonly model = inject(WizardModel);

  protected loadFailure(): string | null {
    const failed = this.model.nodeList.error() ?? this.model.inventoryOf.error();
    return failed ? failed.message : null;
  }

  protected reload(): void {
    this.model.nodeList.reload();
    this.model.inventoryOf.reload();
  }
}
