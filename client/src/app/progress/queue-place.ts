import { Component, effect, inject, input, signal, untracked } from '@angular/core';
import { ContainerHeadingDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { clock } from '../ui/clock.js';

const ASK_EVERY_MS = 2_000;

/** The place of a run that no worker has begun. Those before it begin without a word to this page, so that it asks. */
@Component({
  selector: 'ih-queue-place',
  template: `@if (place(); as place) {
    <span data-testid="queue-place">Place {{ place }} in the queue</span>
  }`,
})
export class QueuePlace {
  readonly containerId = input.required<string>();

  private readonly api = inject(Api);
  private readonly now = clock(ASK_EVERY_MS);
  protected readonly place = signal<number | null>(null);

  constructor() {
    effect(() => {
      this.now();
      const id = this.containerId();
      untracked(() => void this.ask(id));
    });
  }

  /** Who cannot ask says nothing: what else the page shows tells of a connection that is lost. */
  private async ask(id: string): Promise<void> {
    const answer = await this.api.query(ContainerHeadingDocument, { id }).catch(() => null);
    this.place.set(answer?.container?.run.queuePlace ?? null);
  }
}
