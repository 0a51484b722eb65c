import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Chip } from '../ui/chip.js';
import { PageHeading } from '../ui/page-heading.js';
import { NodeRegistration } from './node-registration.js';

/** The cluster's other nodes, to be registered next with what was typed already. */
@Component({
  selector: 'ih-cluster-offer',
  imports: [Chip, MatButton, PageHeading],
  template: `
    <h1 ihPageHeading>{{ registration.added() }} is registered</h1>
    <p class="muted">
      Its cluster has more nodes. Each has a certificate and a host key of its own to be confirmed; the token
      and the SSH login that you typed are filled in again.
    </p>
    <ul class="plain-list card">
      @for (member of registration.members(); track member.name) {
        <li data-testid="cluster-member">
          <strong>{{ member.name }}</strong>
          <span class="mono muted">{{ member.address ?? 'no address told' }}</span>
          @if (!member.online) {
            <ih-chip tone="failed">Offline</ih-chip>
          }
          <span class="gap"></span>
          <button
            matButton="tonal"
            type="button"
            data-testid="register-member"
            [attr.aria-label]="'Register ' + member.name"
            [disabled]="!member.online"
            (click)="registration.begin(member)"
          >
            Register
          </button>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    p {
      margin: 0;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      align-items: center;
    }
    li + li {
      margin-top: 8px;
      padding-top: 8px;
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    .gap {
      flex: 1;
    }
  `,
})
export class ClusterOffer {
  protected readonly registration = inject(NodeRegistration);
}
