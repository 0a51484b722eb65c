import { Component, computed, input } from '@angular/core';
import type { ContainerState } from '../../../../schema/generated/client.js';
import { Chip } from '../ui/chip.js';
import type { ChipTone } from '../ui/chip.js';

const STATES: Record<ContainerState, { tone: ChipTone; text: string }> = {
  REQUESTED: { tone: 'running', text: 'Waiting' },
  PROVISIONING: { tone: 'running', text: 'Provisioning' },
  READY: { tone: 'ready', text: 'Ready' },
  FAILED: { tone: 'failed', text: 'Failed' },
  CANCELLED: { tone: 'idle', text: 'Cancelled' },
  DESTROYED: { tone: 'idle', text: 'Destroyed' },
};

const STOPPED = { tone: 'idle', text: 'Stopped' } as const;

/** Where a container is in its life, as a chip. */
@Component({
  selector: 'ih-container-state',
  imports: [Chip],
  template: `<ih-chip [tone]="shown().tone">{{ shown().text }}{{ percentText() }}</ih-chip>`,
})
export class ContainerStateChip {
  readonly state = input.required<ContainerState>();
  readonly percent = input<number>();

  /** Whether it was shut down here and not started since. */
  readonly stopped = input(false);

  protected readonly shown = computed(() =>
    this.state() === 'READY' && this.stopped() ? STOPPED : STATES[this.state()],
  );
  protected readonly percentText = computed(() => {
    const percent = this.percent();
    return this.state() === 'PROVISIONING' && percent !== undefined ? ` ${Math.floor(percent)} %` : '';
  });
}
