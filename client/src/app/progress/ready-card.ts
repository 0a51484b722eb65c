import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { ServiceDetailsFragment } from '../../../../schema/generated/client.js';
import { ServiceList } from '../containers/service-list.js';
import { Icon } from '../ui/icon.js';

/** The container is ready: what runs in it, and where to go now. */
@Component({
  selector: 'ih-ready-card',
  imports: [Icon, MatButton, RouterLink, ServiceList],
  template: `
    <section class="card ready" data-testid="ready-card" aria-labelledby="ready">
      <div class="head">
        <h2 id="ready"><ih-icon name="check" /> {{ hostname() }} is ready</h2>
        <div class="row">
          <a matButton="filled" data-testid="open-container" [routerLink]="['/containers', containerId()]"
            >Open container</a
          >
          <a matButton routerLink="/containers/new">Create another</a>
        </div>
      </div>
      <ih-service-list [containerId]="containerId()" [services]="services()" />
    </section>
  `,
  styles: `
    :host {
      display: block;
    }
    .ready {
      display: grid;
      gap: 16px;
      border-color: var(--ih-ready);
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 10px 16px;
      align-items: center;
      justify-content: space-between;
    }
    h2 {
      display: flex;
      gap: 8px;
      align-items: center;
      min-width: 0;
      color: var(--ih-ready);
      overflow-wrap: anywhere;
    }
  `,
})
export class ReadyCard {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
  readonly services = input.required<readonly ServiceDetailsFragment[]>();
}
