import { DestroyRef, inject, Injectable, InjectionToken, signal } from '@angular/core';
import type { DownloadTaskQuery } from '../../../../schema/generated/wizard.js';
import { DownloadOsTemplateDocument, DownloadTaskDocument } from '../../../../schema/generated/wizard.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import type { StartedDownload, Wanted } from './kept-download.js';
import { KeptDownload } from './kept-download.js';
import { WizardModel } from './wizard-model.js';

/** How long to wait before a download is looked at again, in milliseconds. */
export const DOWNLOAD_LOOK = new InjectionToken<number>('pause between two looks at a download', {
  providedIn: 'root',
  factory: () => 1_000,
});

/** A node that does not answer so many times in a row is given up; the download itself goes on there. */
const MAX_MISSES = 5;

export type Download =
  | { readonly kind: 'running'; readonly wanted: Wanted; readonly percent: number | null }
  | {
      readonly kind: 'failed';
      readonly wanted: Wanted;
      readonly reason: string;
      /** The last lines of the task's log. */
      readonly lines: readonly string[];
    };

type Look = DownloadTaskQuery['nodeTask'];

/** Downloads an OS template to a node while the wizard goes on, whatever step it is on; after a reload it looks on. */
@Injectable()
export class OsTemplateDownload {
  private readonly api = inject(Api);
  private readonly model = inject(WizardModel);
  private readonly kept = inject(KeptDownload);
  private readonly pause = inject(DOWNLOAD_LOOK);
  private readonly found = this.kept.read();
  private gone = false;

  readonly state = signal<Download | null>(
    this.found && { kind: 'running', wanted: this.found.wanted, percent: null },
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.gone = true));
    if (this.found) void this.finish(this.found);
  }

  /** Why it failed, if it did, is in the state. */
  async start(wanted: Wanted): Promise<void> {
    if (this.state()?.kind === 'running') return;
    this.state.set({ kind: 'running', wanted, percent: null });
    try {
      const input = wanted;
      const { downloadOsTemplate: it } = await this.api.mutate(DownloadOsTemplateDocument, { input });
      switch (it.__typename) {
        case 'NodeTaskStarted':
          await this.finish({ wanted, taskId: it.taskId, volid: it.volid });
          break;
        case 'NodeUnreachable':
          this.fail(wanted, it.message);
          break;
        case 'NodeNotFound':
          this.fail(wanted, NOT_REGISTERED);
          break;
        case 'InvalidInput':
          this.fail(wanted, it.problems.map(({ reason }) => reason).join(' '));
      }
    } catch (cause) {
      this.fail(wanted, requestFailed(cause).message);
    }
  }

  private async finish(download: StartedDownload): Promise<void> {
    this.kept.keep(download);
    if (await this.follow(download)) this.take(download);
  }

  /** The very archive is chosen, unless the person or the template chose another one meanwhile. */
  private take({ wanted, volid }: StartedDownload): void {
    const { nodeId, osTemplate } = this.model.draft();
    if (nodeId === wanted.nodeId && osTemplate !== '' && wanted.template.startsWith(osTemplate)) {
      this.model.patch({ osTemplate: volid });
    }
    this.model.askNode();
  }

  private async follow({ wanted, taskId }: StartedDownload): Promise<boolean> {
    let [after, misses, lines] = [0, 0, [] as readonly string[]];
    let percent: number | null = null;
    while (!this.gone) {
      const look = await this.look(wanted, taskId, after);
      if (look.__typename === 'NodeTask') {
        misses = 0;
        after = look.nextLine;
        lines = [...lines, ...look.lines].slice(-6);
        if (look.state === 'OK' || look.state === 'WARNINGS') {
          this.kept.forget();
          this.state.set(null);
          return true;
        }
        if (look.state === 'FAILED') {
          this.fail(wanted, look.exitStatus ?? 'The download failed.', lines);
          return false;
        }
        percent = look.percent ?? percent; // Only new lines tell it, and often there are none.
        this.state.set({ kind: 'running', wanted, percent });
      } else if ((misses += 1) >= MAX_MISSES) {
        this.fail(wanted, reasonOf(look), lines);
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, this.pause));
    }
    return false;
  }

  /** A server that does not answer is one more miss, like a node that does not. */
  private async look({ nodeId }: Wanted, taskId: string, after: number): Promise<Look> {
    try {
      return (await this.api.query(DownloadTaskDocument, { nodeId, taskId, after })).nodeTask;
    } catch (cause) {
      return { __typename: 'NodeUnreachable', message: requestFailed(cause).message };
    }
  }

  private fail(wanted: Wanted, reason: string, lines: readonly string[] = []): void {
    this.kept.forget();
    this.state.set({ kind: 'failed', wanted, reason, lines });
  }
}

const NOT_REGISTERED = 'This node is not registered any more.';

function reasonOf(look: Exclude<Look, { __typename: 'NodeTask' }>): string {
  switch (look.__typename) {
    case 'NodeUnreachable':
      return look.message;
    case 'NodeNotFound':
      return NOT_REGISTERED;
    case 'InvalidInput':
      return look.problems.map(({ reason }) => reason).join(' ');
  }
}
