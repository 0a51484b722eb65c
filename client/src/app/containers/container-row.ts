import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ContainerCardFragment } from '../../../../schema/generated/client.js';
import { LabChip } from '../ui/lab-chip.js';
import { exactMoment, readableAge } from '../ui/readable.js';
import { ContainerStateChip } from './container-state.js';

/** One container of the list. The whole row leads to it, or to its progress while a run is going on. */
@Component({
  selector: 'ih-container-row',
  imports: [ContainerStateChip, LabChip, RouterLink],
  template: `
    @let it = container();
    <div
      class="row-card"
      data-testid="container-row"
      [attr.data-container-id]="it.id"
      [attr.data-state]="it.state"
    >
      <div class="name">
        <a [routerLink]="target()">{{ it.hostname }}</a>
        @if (it.lab) {
          <ih-lab-chip />
        }
      </div>
      <div class="facts muted">
        @if (it.vmid) {
          <span>VMID {{ it.vmid }}</span>
        }
        <span>{{ it.nodeName }}</span>
        <span>{{ it.templateTitle ?? 'From scratch' }}</span>
        @if (it.address) {
          <span class="mono">{{ it.address }}</span>
        }
        @for (tag of it.tags; track tag) {
          <span>#{{ tag }}</span>
        }
      </div>
      <div class="state">
        <ih-container-state [state]="it.state" [stopped]="it.stopped" [percent]="it.percent" />
        <time class="muted" [attr.datetime]="it.createdAt" [title]="exact()">{{ age() }}</time>
      </div>
      @if (it.state === 'PROVISIONING') {
        <span class="bar" aria-hidden="true" [style.transform]="'scaleX(' + it.percent / 100 + ')'"></span>
      }
    </div>
  `,
  styles: `
    .row-card {
      position: relative;
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 16px;
      padding: 14px 18px;
      background: var(--mat-sys-surface-container-low);
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 14px;
      overflow: hidden;
      transition: border-color 120ms;
    }
    .row-card:hover {
      border-color: var(--mat-sys-primary);
    }
    .row-card:focus-within {
      border-color: var(--mat-sys-primary);
    }
    .name {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 10px;
      align-items: center;
      min-width: 0;
    }
    a {
      min-width: 0;
      color: inherit;
      font-weight: 600;
      text-decoration: none;
    }
    a::after {
      content: '';
      position: absolute;
      inset: 0;
    }
    a:focus-visible {
      outline: none;
    }
    a:focus-visible::after {
      outline: 2px solid var(--mat-sys-primary);
      outline-offset: -3px;
      border-radius: 14px;
    }
    .facts {
      grid-column: 1;
      display: flex;
      flex-wrap: wrap;
      gap: 0 14px;
      font-size: 0.88rem;
    }
    .state {
      grid-column: 2;
      grid-row: 1 / span 2;
      display: grid;
      gap: 4px;
      align-content: center;
      justify-items: end;
      font-size: 0.85rem;
    }
    @media (max-width: 520px) {
      .row-card {
        grid-template-columns: minmax(0, 1fr);
        padding: 12px 14px;
      }
      .state {
        grid-column: 1;
        grid-row: auto;
        display: flex;
        align-items: center;
        gap: 10px;
        margin-top: 4px;
      }
    }
    .bar {
      position: absolute;
      inset: auto 0 0;
      height: 3px;
      background: var(--ih-running);
      transform-origin: left;
      transition: transform 300ms;
    }
  `,
})
export class ContainerRow {
  readonly container = input.required<ContainerCardFragment>();
  readonly now = input.required<number>();

  protected readonly age = computed(() => readableAge(this.container().createdAt, this.now()));
  protected readonly exact = computed(() => exactMoment(this.container().createdAt));
  protected readonly target = computed(() => {
    const { id, state } = this.container();
    const page = ['/containers', id];
    return state === 'REQUESTED' || state === 'PROVISIONING' || state === 'FAILED'
      ? [...page, 'progress']
      : page;
  });
}
