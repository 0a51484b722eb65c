import { Component, computed, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { AccessFields } from './access-fields.js';
import { FeatureFields } from './feature-fields.js';
import { IdentityFields } from './identity-fields.js';
import { MountFields } from './mount-fields.js';
import { NetworkFields } from './network-fields.js';
import { ResourceFields } from './resource-fields.js';
import { SettingsFields } from './settings-fields.js';
import type { WizardDraft } from './wizard-draft.js';
import { WizardModel } from './wizard-model.js';

/** Fields of the folded part. */
const MORE = /^(mountPoints|startup|dns|pool|timezone|description)(\.|$)/;

/** Step 2: identity, access, resources, network and features. */
@Component({
  selector: 'ih-configure-step',
  imports: [
    AccessFields,
    FeatureFields,
    IdentityFields,
    MatButton,
    MountFields,
    NetworkFields,
    Notice,
    PageHeading,
    ResourceFields,
    RouterLink,
    SettingsFields,
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
    @if (model.draft().copiedFrom; as hostname) {
      <ih-notice data-testid="copied-from">
        Filled in from <strong>{{ hostname }}</strong>
        {{ passwordAgain() ? ', without its root password: set one again.' : '.' }} Host name and a static
        address are still the same.
      </ih-notice>
    }
    <ih-identity-fields />
    <ih-access-fields />
    <ih-resource-fields />
    <ih-network-fields />
    <ih-feature-fields />
    <details [open]="moreIsNeeded()">
      <summary data-testid="more-settings">More: volumes, names, order and notes</summary>
      <div class="more">
        <ih-mount-fields />
        <ih-settings-fields />
      </div>
    </details>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    .more {
      display: grid;
      gap: 16px;
      margin-top: 16px;
    }
    summary {
      width: fit-content;
      padding: 6px 2px;
      font-weight: 600;
      cursor: pointer;
    }
  `,
})
export class ConfigureStep {
  protected readonly model = inject(WizardModel);

  protected passwordAgain(): boolean {
    return this.model.draft().neededPassword && this.model.password() === '';
  }

  private readonly beganWithMore = usesMore(untracked(this.model.draft));
  /** Unfolded where something was typed in it before, or has to be put right. */
  protected readonly moreIsNeeded = computed(
    () =>
      this.beganWithMore ||
      (this.model.insists('configure') && this.model.problems().some(({ field }) => MORE.test(field))),
  );

  protected loadFailure(): string | null {
    const failed = this.model.nodeList.error() ?? this.model.inventoryOf.error();
    return failed ? failed.message : null;
  }

  protected reload(): void {
    this.model.nodeList.reload();
    this.model.inventoryOf.reload();
  }
}

function usesMore(draft: WizardDraft): boolean {
  const numbers = [draft.startupOrder, draft.startupUpDelay, draft.startupDownDelay];
  const texts = [draft.nameservers, draft.searchDomain, draft.timezone, draft.pool, draft.description];
  return (
    draft.mountPoints.length > 0 ||
    numbers.some((value) => value !== null) ||
    texts.some((text) => text !== '')
  );
}
