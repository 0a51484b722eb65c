import {
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ContainerReceiptDocument } from '../../../../../schema/generated/archive.js';
import { Api } from '../../graphql/api.js';
import { requestFailed } from '../../graphql/request-failed.js';
import { CopyButton } from '../../ui/copy-button.js';
import { downloadText } from '../../ui/download-text.js';
import { Icon } from '../../ui/icon.js';
import { Loading } from '../../ui/loading.js';
import { Notice } from '../../ui/notice.js';

const FORMATS = [
  { key: 'yaml', title: 'YAML', type: 'application/yaml' },
  { key: 'json', title: 'JSON', type: 'application/json' },
] as const;

/** Everything that the runs have made, to read, copy and keep. */
@Component({
  selector: 'ih-receipt-tab',
  imports: [CopyButton, Icon, Loading, MatButton, Notice],
  template: `
    <section class="card" aria-labelledby="receipt">
      <div class="head">
        <h2 id="receipt">Receipt</h2>
        <span class="row" role="radiogroup" aria-label="Format">
          @for (one of formats; track one.key) {
            <label
              ><input
                type="radio"
                name="format"
                [attr.data-testid]="'receipt-' + one.key"
                [checked]="one === format()"
                (change)="format.set(one)"
              />
              {{ one.title }}</label
            >
          }
        </span>
        <span class="gap"></span>
        @if (text(); as content) {
          <span class="tools">
            <ih-copy-button [text]="content" label="Copy the receipt" />
            <button matButton type="button" data-testid="receipt-download" (click)="save(content)">
              <ih-icon name="download" /> Download
            </button>
          </span>
        }
      </div>
      <p class="muted">
        Volumes, files, packages and scripts of this container, as the runs recorded them. It holds no secret.
      </p>
      @if (problem(); as text) {
        <ih-notice tone="error">
          {{ text }} <button matButton type="button" (click)="receipt.reload()">Try again</button>
        </ih-notice>
      } @else if (text(); as content) {
        <pre tabindex="0" role="region" aria-label="Text of the receipt" data-testid="receipt-text">{{
          content
        }}</pre>
      } @else {
        <ih-loading label="Loading the receipt" />
      }
    </section>
  `,
  styles: `
    .card {
      display: grid;
      gap: 12px;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 18px;
      align-items: center;
      min-height: 40px;
    }
    .gap {
      flex: 1;
    }
    .tools {
      display: flex;
      align-items: center;
      margin-left: -8px;
    }
    label {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      padding: 4px 2px;
      cursor: pointer;
    }
    input {
      accent-color: var(--mat-sys-primary);
    }
    p {
      margin: 0;
    }
    pre {
      max-height: 62vh;
      margin: 0;
      padding: 12px 14px;
      overflow: auto;
      border-radius: 10px;
      background: var(--mat-sys-surface-container-high);
      font: 400 12.5px/1.55 var(--ih-mono);
    }
  `,
})
export class ReceiptTab {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
  /** Grows when the container changes; the receipt is then asked for again. */
  readonly version = input('');

  private readonly api = inject(Api);
  private readonly document = inject(DOCUMENT);
  protected readonly formats = FORMATS;
  protected readonly format = signal<(typeof FORMATS)[number]>(FORMATS[0]);
  protected readonly receipt = resource({
    params: () => ({ id: this.containerId() }),
    loader: ({ params }) => this.api.query(ContainerReceiptDocument, params),
  });
  private readonly found = computed(() =>
    this.receipt.hasValue() ? this.receipt.value().containerReceipt : undefined,
  );
  protected readonly text = computed(() => this.found()?.[this.format().key]);
  protected readonly problem = computed(() => {
    const cause = this.receipt.error();
    if (cause) return requestFailed(cause).message;
    return this.found() === null ? 'There is no receipt of this container.' : null;
  });

  constructor() {
    effect(() => {
      this.version();
      untracked(() => {
        this.receipt.reload();
      });
    });
  }

  protected save(content: string): void {
    const { key, type } = this.format();
    downloadText(this.document, `${this.hostname()}-receipt.${key}`, content, type);
  }
}
