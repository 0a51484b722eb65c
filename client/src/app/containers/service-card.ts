import { Component, computed, input } from '@angular/core';
import type { ServiceDetailsFragment } from '../../../../schema/generated/client.js';
import { Chip } from '../ui/chip.js';
import type { ChipTone } from '../ui/chip.js';
import { Icon } from '../ui/icon.js';
import { CredentialValue } from './credential-value.js';

const TONES: Record<string, ChipTone> = { running: 'ready', failed: 'failed' };

/** A service that was found in a container, with its addresses and hidden credentials. */
@Component({
  selector: 'ih-service-card',
  imports: [Chip, CredentialValue, Icon],
  template: `
    @let it = service();
    <article class="service" data-testid="service" [attr.data-service]="it.name">
      <div class="head">
        <h3>{{ it.name }}</h3>
        <ih-chip [tone]="tone()">{{ it.status }}</ih-chip>
        @for (port of it.ports; track port) {
          <span class="mono muted">{{ port }}</span>
        }
      </div>
      @if (it.urls.length > 0) {
        <ul class="plain-list urls">
          @for (url of links(); track url.text) {
            <li>
              @if (url.href) {
                <a [href]="url.href" target="_blank" rel="noopener noreferrer">
                  {{ url.text }} <ih-icon name="link" /><span class="visually-hidden">(opens a new tab)</span>
                </a>
              } @else {
                <span class="mono">{{ url.text }}</span>
              }
            </li>
          }
        </ul>
        @if (!it.reachable) {
          <p class="muted note">Not reachable from your machine: it listens inside the lab only.</p>
        }
      }
      @for (credential of it.credentials; track credential.id) {
        <ih-credential-value
          [containerId]="containerId()"
          [credentialId]="credential.id"
          [name]="credential.key"
        />
      }
    </article>
  `,
  styles: `
    .service {
      display: grid;
      gap: 6px;
      padding: 14px 16px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 12px;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 12px;
      align-items: center;
    }
    .urls {
      overflow-wrap: anywhere;
    }
    .urls ih-icon {
      width: 14px;
      height: 14px;
    }
    .note {
      margin: 0;
      font-size: 0.88rem;
    }
  `,
})
export class ServiceCard {
  readonly containerId = input.required<string>();
  readonly service = input.required<ServiceDetailsFragment>();

  protected readonly tone = computed(() => TONES[this.service().status] ?? 'idle');
  /** Only web addresses become links, and only where people can reach them. */
  protected readonly links = computed(() =>
    this.service().urls.map((text) => ({
      text,
      href: this.service().reachable && /^https?:\/\//i.test(text) ? text : null,
    })),
  );
}
