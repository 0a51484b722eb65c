import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Meter } from '../ui/meter.js';
import { readableBytes } from '../ui/readable.js';
import { WizardModel } from './wizard-model.js';

/** How much room the chosen node has, and which one has more where that is another. */
@Component({
  selector: 'ih-node-room',
  imports: [MatButton, Meter],
  template: `
    @if (room(); as it) {
      <div class="meters" data-testid="node-room">
        <ih-meter name="Processor" [text]="it.processor" [used]="it.load" />
        <ih-meter name="Memory" [text]="it.memory" [used]="it.memoryUsed" />
        @for (storage of storages(); track storage.name) {
          <ih-meter [name]="storage.name" [kind]="storage.type" [text]="storage.text" [used]="storage.used" />
        }
      </div>
    }
    @if (better(); as other) {
      <p class="row" data-testid="node-suggested">
        <span class="muted">{{ other.name }} has most room for a container of this size.</span>
        <button matButton type="button" data-testid="node-take" (click)="model.chooseNode(other.id)">
          Take {{ other.name }}
        </button>
      </p>
    }
  `,
  styles: `
    .meters {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(180px, 100%), 1fr));
      gap: 12px 20px;
      font-size: 0.88rem;
    }
    p {
      margin: 6px 0 0;
    }
  `,
})
export class NodeRoom {
  protected readonly model = inject(WizardModel);

  protected readonly room = computed(() => {
    const chosen = this.model.capacities().find(({ node }) => node.id === this.model.draft().nodeId);
    if (!chosen || chosen.cpuLoad === null || chosen.memoryFree === null || !chosen.memoryTotal) return null;
    const { cpuLoad, cpus, memoryFree, memoryTotal } = chosen;
    return {
      load: cpuLoad,
      processor: `${Math.round(cpuLoad * 100)} % of ${cpus ?? '?'} ${cpus === 1 ? 'core' : 'cores'} busy`,
      memory: `${readableBytes(memoryFree)} of ${readableBytes(memoryTotal)} free`,
      memoryUsed: 1 - memoryFree / memoryTotal,
    };
  });
  protected readonly storages = computed(() =>
    (this.model.inventory()?.storages ?? [])
      .filter(({ holdsContainers }) => holdsContainers)
      .map(({ name, type, free, total }) => ({
        ...{ name, type, used: 1 - free / total },
        text: `${readableBytes(free)} of ${readableBytes(total)} free`,
      })),
  );
  protected readonly better = computed(() => {
    const node = this.model.capacities().find(({ suggested }) => suggested)?.node;
    return node && node.id !== this.model.draft().nodeId ? node : null;
  });
}
