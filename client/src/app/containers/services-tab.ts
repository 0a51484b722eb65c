import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ContainerDetailsQuery } from '../../../../schema/generated/client.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { RunStarter } from './run-starter.js';
import { ServiceList } from './service-list.js';

/** What runs in a container, as the last look found it, and the button for a new look. */
@Component({
  selector: 'ih-services-tab',
  imports: [Icon, MatButton, Notice, ServiceList],
  providers: [RunStarter],
  template: `
    <section class="card" aria-labelledby="services">
      <div class="head">
        <h2 id="services">Services</h2>
        @if (canLook()) {
          <button
            matButton
            type="button"
            data-testid="refresh-services"
            title="Looks again which services run; changes nothing in the container"
            [disabled]="starter.status().busy"
            (click)="starter.start(container().summary.id, 'refresh')"
          >
            <ih-icon name="refresh" /> {{ starter.status().busy ? 'Starting…' : 'Look again' }}
          </button>
        }
      </div>
      @if (starter.status().problem; as text) {
        <ih-notice tone="error">{{ text }}</ih-notice>
      }
      @if (container().services.length > 0) {
        <ih-service-list [containerId]="container().summary.id" [services]="container().services" />
      } @else {
        <p class="muted">
          {{
            container().summary.state === 'READY'
              ? 'No services were found.'
              : 'Services are looked for at the end of the run.'
          }}
        </p>
      }
    </section>
  `,
  styles: `
    .card {
      display: grid;
      gap: 14px;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
      justify-content: space-between;
      min-height: 40px;
    }
    p {
      margin: 0;
    }
  `,
})
export class ServicesTab {
  readonly container = input.required<NonNullable<ContainerDetailsQuery['container']>>();
  protected readonly starter = inject(RunStarter);
  protected readonly canLook = computed(() => {
    const { summary, run } = this.container();
    return summary.state === 'READY' && !summary.stopped && run.endedAt !== null;
  });
}
