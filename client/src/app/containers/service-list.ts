import { Component, computed, input } from '@angular/core';
import type { ServiceDetailsFragment } from '../../../../schema/generated/client.js';
import { ServiceCard } from './service-card.js';

/** The services of a container: those of its purpose in sight, those of the operating system folded away. */
@Component({
  selector: 'ih-service-list',
  imports: [ServiceCard],
  template: `
    <div class="list">
      @for (service of own(); track service.name) {
        <ih-service-card [containerId]="containerId()" [service]="service" />
      } @empty {
        <p class="muted">No service of its own was found.</p>
      }
    </div>
    @if (system().length > 0) {
      <details>
        <summary>
          {{ system().length }} {{ system().length === 1 ? 'service' : 'services' }} of the operating system
        </summary>
        <div class="list">
          @for (service of system(); track service.name) {
            <ih-service-card [containerId]="containerId()" [service]="service" />
          }
        </div>
      </details>
    }
  `,
  styles: `
    :host,
    .list {
      display: grid;
      gap: 10px;
    }
    p {
      margin: 0;
    }
    summary {
      padding: 8px 0;
      color: var(--mat-sys-on-surface-variant);
      cursor: pointer;
    }
  `,
})
export class ServiceList {
  readonly containerId = input.required<string>();
  readonly services = input.required<readonly ServiceDetailsFragment[]>();

  protected readonly own = computed(() => this.services().filter(({ system }) => !system));
  protected readonly system = computed(() => this.services().filter(({ system }) => system));
}
