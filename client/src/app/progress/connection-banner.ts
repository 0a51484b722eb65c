import { Component, computed, input } from '@angular/core';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icon.js';
import type { Connection } from './watched-run.js';

const SAYINGS: Record<Connection, { icon: IconName; text: string } | null> = {
  fresh: null,
  live: null,
  waiting: { icon: 'refresh', text: 'Infrahaus does not answer yet. Trying again by itself…' },
  lost: { icon: 'refresh', text: 'Reconnecting… The run goes on meanwhile; nothing gets lost.' },
  resumed: { icon: 'check', text: 'Resumed.' },
};

/** Tells how the connection is, over the page, so that nothing moves when it comes and goes. */
@Component({
  selector: 'ih-connection-banner',
  imports: [Icon],
  host: { role: 'status' },
  template: `
    @if (saying(); as it) {
      <div class="banner" data-testid="reconnect-banner" [class]="connection()">
        <ih-icon [name]="it.icon" /> {{ it.text }}
      </div>
    }
  `,
  styles: `
    :host {
      position: fixed;
      inset: auto 16px 20px;
      z-index: 5;
      display: flex;
      justify-content: center;
      pointer-events: none;
    }
    .banner {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 10px 18px;
      border-radius: 12px;
      background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
      box-shadow: 0 4px 18px rgb(0 0 0 / 22%);
      animation: rise 180ms ease-out;
    }
    .lost ih-icon,
    .waiting ih-icon {
      animation: turn 1.6s linear infinite;
    }
    /* On a phone, what is in progress floats there. */
    @media (max-width: 600px) {
      :host {
        bottom: 60px;
      }
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(8px);
      }
    }
    @keyframes turn {
      to {
        transform: rotate(1turn);
      }
    }
  `,
})
export class ConnectionBanner {
  readonly connection = input.required<Connection>();
  protected readonly saying = computed(() => SAYINGS[this.connection()]);
}
