import { Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { NodeCardFragment } from '../../../../schema/generated/nodes.js';
import { NodeLoadDocument, RemoveNodeDocument } from '../../../../schema/generated/nodes.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Chip } from '../ui/chip.js';
import { ConfirmBox } from '../ui/confirm-box.js';
import { Icon } from '../ui/icon.js';
import { LabChip } from '../ui/lab-chip.js';
import { Meter } from '../ui/meter.js';
import { Notice } from '../ui/notice.js';
import { readableBytes } from '../ui/readable.js';
import { NodeReport } from './node-report.js';

/** A node: whether it answers, how busy it is, and what is pinned about it. */
@Component({
  selector: 'ih-node-card',
  imports: [Chip, ConfirmBox, Icon, LabChip, MatButton, Meter, NodeReport, Notice, RouterLink],
  templateUrl: './node-card.html',
  styleUrl: './node-card.scss',
})
export class NodeCard {
  readonly node = input.required<NodeCardFragment>();
  /** Whether it is the node with most room. */
  readonly suggested = input(false);
  readonly removed = output();

  private readonly api = inject(Api);
  protected readonly load = resource({
    params: () => ({ id: this.node().id }),
    loader: ({ params }) => this.api.query(NodeLoadDocument, params),
  });
  private readonly result = computed(() =>
    this.load.hasValue() ? this.load.value().node?.inventory : undefined,
  );
  protected readonly inventory = computed(() => {
    const result = this.result();
    return result?.__typename === 'NodeInventory' ? result : undefined;
  });
  protected readonly unreachable = computed(() => {
    const result = this.result();
    if (result?.__typename === 'NodeUnreachable') return result.message;
    const cause = this.load.error();
    return cause ? requestFailed(cause).message : null;
  });
  protected readonly asking = signal(false);
  protected readonly testing = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);

  protected bytes(value: number): string {
    return readableBytes(value);
  }

  protected percent(part: number): number {
    return Math.round(Math.min(1, Math.max(0, part)) * 100);
  }

  protected async remove(): Promise<void> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { removeNode } = await this.api.mutate(RemoveNodeDocument, { id: this.node().id });
      if (removeNode.__typename === 'NodeRemoved') this.removed.emit();
      else this.problem.set(inUse(removeNode.containers.length));
    } catch (cause) {
      this.problem.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
      this.asking.set(false);
    }
  }
}

function inUse(runs: number): string {
  return `${runs === 1 ? 'A run is' : `${runs} runs are`} going on there. Remove the node when they have ended.`;
}
