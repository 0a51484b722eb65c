import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { readableBytes } from '../ui/readable.js';
import { SelectField } from '../ui/select-field.js';
import { newestMissing, osTemplateChoices } from './os-template-choices.js';
import { OsTemplateDownload } from './os-template-download.js';
import { WizardModel } from './wizard-model.js';

/** What the container is made from; what is not on the node yet can be downloaded here, before Deploy. */
@Component({
  selector: 'ih-os-template-field',
  imports: [Icon, MatButton, Notice, SelectField],
  template: `
    <ih-select-field
      label="OS template"
      testId="os-template"
      [choices]="choices()"
      [problem]="model.problemOf('osTemplate')"
      [insist]="model.insists('configure')"
      [value]="model.draft().osTemplate"
      (valueChange)="model.patch({ osTemplate: $event })"
    />
    @if (download.state(); as state) {
      @if (state.kind === 'running') {
        <div class="wide" data-testid="download-running">
          <p>
            Downloading <span class="mono">{{ state.wanted.template }}</span>
            @if (state.percent !== null) {
              <span class="muted">{{ state.percent.toFixed(0) }} %</span>
            }
          </p>
          <progress
            aria-label="Download of the OS template"
            max="100"
            [attr.value]="state.percent"
          ></progress>
        </div>
      } @else {
        <ih-notice class="wide" tone="error" data-testid="download-failed">
          {{ state.wanted.template }} could not be downloaded: {{ state.reason }}
          @if (state.lines.length > 0) {
            <pre>{{
              state.lines.join(
                '
'
              )
            }}</pre>
          }
          <button matButton type="button" data-testid="download-again" (click)="download.start(state.wanted)">
            Download it again
          </button>
        </ih-notice>
      }
    } @else if (missing(); as archive) {
      <div class="offer wide" data-testid="download-offer">
        <p class="muted">
          <span class="mono">{{ archive.name }}</span> is not on the node yet. The run downloads it, or you do
          now{{ archive.size === null ? '' : ' (' + bytes(archive.size) + ')' }}.
        </p>
        @if (storages().length > 1) {
          <ih-select-field
            label="To the storage"
            testId="download-storage"
            [choices]="storages()"
            [value]="storage() ?? ''"
            (valueChange)="chosen.set($event)"
          />
        }
        <button matButton="outlined" type="button" data-testid="download" (click)="begin(archive.name)">
          <ih-icon name="download" /> Download it now
        </button>
      </div>
    }
  `,
  styleUrl: './fieldset.scss',
  styles: `
    :host {
      display: contents;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    progress {
      width: 100%;
      height: 6px;
      accent-color: var(--mat-sys-primary);
    }
    pre {
      margin: 6px 0;
      overflow: auto;
      font: 400 12px/1.5 var(--ih-mono);
    }
    .offer {
      display: flex;
      flex-wrap: wrap;
      gap: 10px 16px;
      align-items: center;
      justify-content: space-between;
    }
    .offer p {
      flex: 1 1 280px;
    }
    @media (max-width: 600px) {
      ih-select-field {
        grid-column: 1 / -1;
      }
    }
  `,
})
export class OsTemplateField {
  protected readonly model = inject(WizardModel);
  protected readonly download = inject(OsTemplateDownload);
  /** A storage that the person chose. */
  protected readonly chosen = signal<string | null>(null);

  private readonly wanted = computed(
    () => this.model.draft().osTemplate || (this.model.template()?.osTemplate ?? ''),
  );
  protected readonly missing = computed(() =>
    newestMissing(this.model.inventory()?.osTemplates ?? [], this.wanted()),
  );
  protected readonly choices = computed(() => {
    const own = this.model.template()?.osTemplate;
    const ofNode = osTemplateChoices(
      this.model.inventory()?.osTemplates ?? [],
      this.model.draft().osTemplate,
    );
    return own ? [{ value: '', text: `The template’s own: ${own}` }, ...ofNode] : ofNode;
  });
  protected readonly storages = computed(() =>
    (this.model.inventory()?.storages ?? [])
      .filter(({ holdsTemplates }) => holdsTemplates)
      .map(({ name, free }) => ({ value: name, text: `${name} (${readableBytes(free)} free)` })),
  );
  protected readonly storage = computed(() => {
    const known = this.storages().find(({ value }) => value === this.chosen());
    return (known ?? this.storages()[0])?.value ?? null;
  });

  protected bytes(size: number): string {
    return readableBytes(size);
  }

  protected begin(template: string): void {
    void this.download.start({ nodeId: this.model.draft().nodeId, template, storage: this.storage() });
  }
}
