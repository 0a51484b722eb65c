import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ServiceList } from '../containers/service-list.js';
import { Icon } from '../ui/icon.js';
import type { RunProgress } from './progress-state.js';
import { purposeOf } from './run-purpose.js';
import type { RunPurpose } from './run-purpose.js';

const OUTCOMES: Record<RunPurpose, string> = {
  provision: 'is ready',
  start: 'was started',
  stop: 'was stopped',
  resync: 'is as its template says again',
  refresh: 'was looked at again',
  destroy: 'was destroyed',
};

/** The run has done what it was for: what runs in the container now, and where to go. */
@Component({
  selector: 'ih-ready-card',
  imports: [Icon, MatButton, RouterLink, ServiceList],
  template: `
    <section class="card ready" data-testid="ready-card" aria-labelledby="ready">
      <div class="head">
        <h2 id="ready"><ih-icon name="check" /> {{ hostname() }} {{ outcome() }}</h2>
        <div class="row">
          @if (purpose() === 'destroy') {
            <a matButton="filled" routerLink="/containers">To the containers</a>
          } @else {
            <a matButton="filled" data-testid="open-container" [routerLink]="['/containers', containerId()]"
              >Open container</a
            >
          }
          @if (purpose() === 'provision') {
            <a matButton routerLink="/containers/new">Create another</a>
          }
        </div>
      </div>
      @if (progress().services.length > 0 || purpose() === 'provision') {
        <ih-service-list [containerId]="containerId()" [services]="progress().services" />
      }
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
  readonly progress = input.required<RunProgress>();

  protected readonly purpose = computed(() => purposeOf(this.progress().phases));
  protected readonly outcome = computed(() => OUTCOMES[this.purpose()]);
}
