import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { RunActions } from '../containers/run-actions.js';
import { Icon } from '../ui/icon.js';

/** The run was cancelled: what that means, and how to go on. */
@Component({
  selector: 'ih-cancelled-card',
  imports: [Icon, MatButton, RunActions, RouterLink],
  template: `
    <section class="card cancelled" data-testid="cancelled-card" aria-labelledby="cancelled">
      <h2 id="cancelled"><ih-icon name="dash" /> The run was cancelled</h2>
      <p>Its Proxmox task and its scripts were stopped. What had been made is still there.</p>
      <ih-run-actions [containerId]="containerId()" [hostname]="hostname()" state="CANCELLED">
        <a matButton data-testid="keep" [routerLink]="['/containers', containerId()]">Keep it as it is</a>
      </ih-run-actions>
    </section>
  `,
  styles: `
    :host {
      display: block;
    }
    .cancelled {
      display: grid;
      gap: 12px;
    }
    h2 {
      display: flex;
      gap: 8px;
      align-items: center;
    }
    p {
      margin: 0;
    }
  `,
})
export class CancelledCard {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
}
